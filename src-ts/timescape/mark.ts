/** What an answer says of the release it is from: headers, put beside those of the application when it leaves. */

import type { PipelineResponse } from '../pipeline/response.js';
import type { ReleaseMark } from '../pipeline/version.js';

/** Headers, ready to be put on any number of answers. */
export class Mark implements ReleaseMark {
  readonly id: string | undefined;
  readonly #fields: readonly (readonly [name: string, value: string])[];
  readonly #vary: string;
  readonly #link: string;

  /** `fields` have lower-case names. `vary` and `link` join what is there; an empty `link` adds nothing. */
  constructor(id: string | undefined, fields: Readonly<Record<string, string>>, vary: string, link: string) {
    this.id = id;
    this.#fields = Object.entries(fields);
    this.#vary = vary;
    this.#link = link;
  }

  describe(res: PipelineResponse): void {
    const fields = (res.fields ??= {});
    for (const [name, value] of this.#fields) fields[name] = value;
    const { vary, link } = fields;
    fields['vary'] = vary === undefined ? this.#vary : joined([vary].flat().join(', '), this.#vary);
    if (this.#link !== '') fields['link'] = link === undefined ? this.#link : [...[link].flat(), this.#link].join(', ');
  }
}

/** A list of names with those of another list that it does not have. `*` is all there is. */
function joined(names: string, more: string): string {
  if (more === '*') return more;
  const known = new Set(names.toLowerCase().split(/\s*,\s*/));
  if (known.has('*')) return names;
  return [names, ...more.split(', ').filter((name) => !known.has(name.toLowerCase()))].join(', ');
}
