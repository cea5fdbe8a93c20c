/** Why a request does not get the version it asks for. Data: `problems.ts` has the words. */

/** What there is around a version that there is not. */
export interface Nearest {
  readonly before: string | null;
  readonly after: string | null;
}

/** Why not. `release` and the like are ids. */
export type Refusal =
  | { readonly refused: 'required' }
  | { readonly refused: 'malformed'; readonly received: string }
  | { readonly refused: 'ambiguous'; readonly received: readonly string[] }
  | {
      readonly refused: 'unknown';
      readonly received: string;
      readonly nearest: Nearest | null;
      readonly pending?: true;
    }
  | { readonly refused: 'future'; readonly received: string; readonly now: string }
  | { readonly refused: 'old'; readonly received: string; readonly first: string }
  | { readonly refused: 'retired'; readonly release: string; readonly successor: string | null }
  /** For a while, and announced, so that those notice who heard of no deprecation. */
  | {
      readonly refused: 'brownout';
      readonly release: string;
      readonly until: string;
      readonly sunset: string | undefined;
      readonly successor: string | null;
    }
  | { readonly refused: 'elsewhere'; readonly release: string; readonly newest: string | null }
  /** Which version the caller is pinned to cannot be asked. */
  | { readonly refused: 'pins' };
