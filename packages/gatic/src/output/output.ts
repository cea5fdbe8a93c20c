/** Where commands print, and whether anybody can see colours or press keys there. */

import pc from 'picocolors';

/** The few styles the CLI uses. Without colours every one of them is the identity. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** What a command prints to. */
export interface Output {
  /** One line on stdout. */
  readonly line: (text?: string) => void;
  /** One line on stderr. */
  readonly error: (text: string) => void;
  readonly style: Style;
  /** Whether the style does anything. */
  readonly colours: boolean;
  /** Whether a person can answer questions here. */
  readonly interactive: boolean;
}

/** The process's own streams. Colours follow NO_COLOR and FORCE_COLOR, and are off where there is no terminal. */
export function processOutput(): Output {
  const colours =
    process.env['NO_COLOR'] === undefined && (process.stdout.isTTY || (process.env['FORCE_COLOR'] ?? '0') !== '0');
  return {
    line: (text = '') => void process.stdout.write(`${text}\n`),
    error: (text) => void process.stderr.write(`${text}\n`),
    style: pc.createColors(colours),
    colours,
    interactive: process.stdin.isTTY && process.stdout.isTTY && process.env['CI'] === undefined,
  };
}
