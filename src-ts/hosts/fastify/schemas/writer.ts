/**
 * Answers as JSON text by their schemas, in place of fast-json-stringify: the same members in the same order, the same
 * conversions, the same bytes. Written by generated code from the first answer on, and by closures where no text may
 * become code.
 */

import { isCodeForbidden } from '../../../json-schema/load.js';
import { answerOf, type Answer, type Known } from './answer.js';
import { generatedWriter } from './answer-code.js';
import { asJson, integer, isPlain, isWritten, missing, moments, number, text } from './answer-run.js';
import type { Way } from './node.js';

/** Writes a value. */
export type Write = (value: unknown) => string;

/** The writer of a schema; nothing where it has words that are not written here. */
export function writerOf(
  schema: unknown,
  shared: Readonly<Record<string, unknown>>,
  way: Way = 'code',
): Write | undefined {
  const answer = answerOf(schema, shared);
  if (answer === undefined) return undefined;
  let write: Write = (value) => {
    write = carriedOut(answer, way);
    return write(value);
  };
  return (value) => write(value);
}

function carriedOut(answer: Answer, way: Way): Write {
  return way === 'closures' || isCodeForbidden() ? new Writers().of(answer) : generatedWriter(answer);
}

function anything(value: unknown): string {
  return String(JSON.stringify(value));
}

const scalars: Readonly<Record<'anything' | 'boolean' | 'integer' | 'null' | 'number' | 'text', Write>> = {
  anything,
  boolean: (value) => (value ? 'true' : 'false'),
  integer,
  null: () => 'null',
  number,
  text: (value) => (isPlain(value) ? `"${value}"` : text(value)),
};

class Writers {
  readonly #known = new Map<Known, { write: Write | undefined }>();

  of(answer: Answer): Write {
    switch (answer.is) {
      case 'moment':
        return moments[answer.format];
      case 'constant': {
        const { json, isOrNull } = answer;
        return isOrNull ? (value) => (value === null ? 'null' : json) : () => json;
      }
      case 'nullable': {
        const write = this.of(answer.answer);
        return (value) => (value === null ? 'null' : write(value));
      }
      case 'several': {
        const writes = answer.kinds.map((one) => ({ fits: isWritten[one.kind]!, write: this.of(one.answer) }));
        return (value) => {
          for (const { fits, write } of writes) if (fits(value)) return write(value);
          throw new TypeError(answer.misfit);
        };
      }
      case 'object':
        return this.#object(answer);
      case 'array':
        return this.#array(answer);
      case 'known': {
        let known = this.#known.get(answer.known);
        if (known === undefined) {
          known = { write: undefined };
          this.#known.set(answer.known, known);
          known.write = this.of(answer.known.answer!);
        }
        const behind = known;
        return (value) => behind.write!(value);
      }
      default:
        return scalars[answer.is];
    }
  }

  #object({ rows, others, extra, ofNull }: Extract<Answer, { is: 'object' }>): Write {
    const written = rows.map((row) => ({ ...row, key: `${JSON.stringify(row.name)}:`, write: this.of(row.answer) }));
    const declared = new Set(rows.map(({ name }) => name));
    const writeExtra = extra === undefined ? undefined : this.of(extra);
    return (given) => {
      const value = asJson(given);
      if (value === null) return ofNull;
      const members = value as Readonly<Record<string, unknown>>;
      for (const name of others) if (members[name] === undefined) throw missing(name);
      let json = '';
      for (const { name, key, write, fallback, isRequired } of written) {
        const member = members[name];
        if (member !== undefined) json += `${json === '' ? '' : ','}${key}${write(member)}`;
        else if (fallback !== undefined) json += `${json === '' ? '' : ','}${key}${fallback}`;
        else if (isRequired) throw missing(name);
      }
      if (writeExtra !== undefined) {
        for (const name of Object.keys(members)) {
          const member = members[name];
          if (declared.has(name) || member === undefined || typeof member === 'function' || typeof member === 'symbol')
            continue;
          json += `${json === '' ? '' : ','}${JSON.stringify(name)}:${writeExtra(member)}`;
        }
      }
      return `{${json}}`;
    };
  }

  #array({ items, ofNull, misfit }: Extract<Answer, { is: 'array' }>): Write {
    const write = this.of(items);
    return (value) => {
      if (value === null) return ofNull;
      if (!Array.isArray(value)) throw new TypeError(misfit);
      const list = value as readonly unknown[];
      let json = '';
      for (let index = 0; index < list.length; index += 1) json += `${index === 0 ? '' : ','}${write(list[index])}`;
      return `[${json}]`;
    };
  }
}
