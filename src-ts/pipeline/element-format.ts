/**
 * How the elements of a stream are written: a line of JSON each, or a server-sent event each. Which of them is the
 * client's choice, by `Accept`, unless the handler has set the content type.
 */

import type { PipelineResponse } from './response.js';

/** One way of writing elements. */
export interface ElementFormat {
  /** What the answer is sent as, where the handler said nothing. */
  readonly contentType: string;
  /** Headers that go with it, unless they are set. */
  readonly headers: Readonly<Record<string, string>>;
  /** One element: its JSON text, the name of its kind, and its id. */
  readonly element: (text: string, kind: string | undefined, id: string | undefined) => string;
  /** The problem that ended the stream. */
  readonly problem: (text: string) => string;
  /** Whether a problem is told apart from every element, so that the answer may end as if all were well. */
  readonly tellsProblems: boolean;
  /** What keeps an idle connection open, where the format has such a thing. */
  readonly heartbeat: string | undefined;
}

const line = (text: string): string => `${text}\n`;

/** A line of JSON for each element. */
const ndjson: ElementFormat = {
  contentType: 'application/x-ndjson',
  headers: {},
  element: line,
  problem: line,
  // A reader of lines would take the problem for an element, and what it has for everything.
  tellsProblems: false,
  heartbeat: undefined,
};

/** The same under the name that the registry of OpenAPI has for it. */
const jsonl: ElementFormat = { ...ndjson, contentType: 'application/jsonl' };

/** A server-sent event for each element. JSON text has no line ends, so its data is one line. */
const events: ElementFormat = {
  contentType: 'text/event-stream',
  // Proxies keep events to themselves otherwise.
  headers: { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' },
  element: (text, kind, id) =>
    `${id === undefined ? '' : `id: ${id}\n`}${kind === undefined ? '' : `event: ${kind}\n`}data: ${text}\n\n`,
  problem: (text) => `event: problem\ndata: ${text}\n\n`,
  tellsProblems: true,
  heartbeat: ':\n\n',
};

/** In the order in which they are preferred where the client does not care. */
const formats: readonly ElementFormat[] = [ndjson, jsonl, events];

/** The format of an answer: the one its content type names, or the one the client likes best. */
export function formatFor(res: PipelineResponse, accept: string | undefined): ElementFormat {
  const own = res.getHeader('content-type');
  if (typeof own !== 'string') return accept === undefined ? ndjson : preferred(accept);
  const essence = own.split(';', 1)[0]?.trim().toLowerCase();
  return formats.find(({ contentType }) => contentType === essence) ?? ndjson;
}

/** What an `Accept` header asks for (RFC 9110 section 12.5.1). What it excludes altogether is answered with lines. */
function preferred(accept: string): ElementFormat {
  const ranges = accept.split(',').map(rangeOf);
  let best: { readonly format: ElementFormat; readonly quality: number; readonly precision: number } | undefined;
  for (const format of formats) {
    const [type] = format.contentType.split('/', 1);
    let quality = 0;
    let precision = 0;
    for (const range of ranges) {
      const matched =
        range.name === format.contentType ? 3 : range.name === `${type}/*` ? 2 : range.name === '*/*' ? 1 : 0;
      if (matched > precision) ({ quality } = range);
      precision = Math.max(precision, matched);
    }
    const isBetter =
      best === undefined || quality > best.quality || (quality === best.quality && precision > best.precision);
    if (quality > 0 && isBetter) best = { format, quality, precision };
  }
  return best?.format ?? ndjson;
}

function rangeOf(text: string): { readonly name: string; readonly quality: number } {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((part) => part.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { name, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}
