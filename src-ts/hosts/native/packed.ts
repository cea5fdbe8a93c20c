/**
 * The words of the packed interface to `crates/gati-host`, whose README defines it. All numbers are unsigned 32-bit words;
 * `at` is a byte offset from the beginning of the buffer.
 */

/** What a record from the addon is. */
export const Arrived = {
  request: 1,
  body: 2,
  bodyEnd: 3,
  bodyFailed: 4,
  gone: 5,
  writable: 6,
  sent: 7,
  closed: 8,
  recorded: 9,
} as const;

/** Flags of a request. */
export const RequestFlag = {
  /** The body is a buffer of its own, which a handle gives. */
  detached: 2,
  /** The body follows in pieces. */
  follows: 4,
  /** There was a body, perhaps an empty one. */
  body: 8,
  /** The target has a percent sign. */
  escaped: 16,
  /** TLS is spoken below. */
  secure: 64,
  /** The client would go on with another protocol, and nothing else is under way. */
  offer: 256,
  /** The body was read by its program. */
  read: 128,
} as const;

/** Where the words of a request are, from the beginning of its record. */
export const RequestWord = {
  kind: 0,
  size: 1,
  slot: 2,
  key: 3,
  route: 4,
  method: 5,
  methods: 6,
  targetAt: 7,
  targetLengths: 8,
  headAt: 9,
  counts: 10,
  bodyAt: 11,
  bodyLength: 12,
  known: 13,
  address: 14,
  refusal: 15,
  lesson: 16,
  read: 17,
  params: 18,
} as const;

/** What the lowest bits of `read` say of the body. */
export const BodyRead = { handedOver: 1, whole: 2 } as const;

/** What the next bits say of its text; the rest is the number of its tape. */
export const TextForm = { ascii: 0, latin1: 1, utf16: 2 } as const;

/** Where the words of a piece of a body are, and of why there are no more of them. */
export const PieceWord = {
  at: 4,
  length: 5,
  reason: 4,
} as const;

/** A request that no route is for. */
export const noRoute = 0xffff_ffff;

/** Methods by their number; each is also a bit of word `methods`. */
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'TRACE'] as const;

/** What a record to the addon is. */
export const Answered = {
  answer: 1,
  head: 2,
  piece: 3,
  end: 4,
  abort: 5,
  resume: 6,
  upgrade: 7,
  facts: 8,
} as const;

/** Flags of answers. */
export const AnswerFlag = {
  attached: 2,
} as const;

/** Flags of facts. */
export const FactsFlag = {
  /** The ids of a span are among them. */
  span: 1,
} as const;

/** What a record of something recorded has. */
export const Recorded = {
  lines: 1,
  records: 2,
  counts: 3,
} as const;

/** Where its words are. */
export const RecordedWord = {
  sort: 4,
  at: 5,
  length: 6,
} as const;

/** Content types with a number; any other is among the fields. */
export const contentTypes: Readonly<Record<string, number>> = {
  'application/json; charset=utf-8': 1,
  'application/problem+json; charset=utf-8': 2,
  'text/plain; charset=utf-8': 3,
  'text/html; charset=utf-8': 4,
  'application/octet-stream': 5,
};

/** Names of fields with a number; their positions are the ids, and 0 is any other name. */
export const knownFields = [
  '',
  'host',
  'connection',
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'expect',
  'upgrade',
  'cookie',
  'authorization',
  'accept',
  'accept-encoding',
  'accept-language',
  'user-agent',
  'origin',
  'referer',
  'x-request-id',
  'traceparent',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'if-none-match',
  'if-modified-since',
  'range',
  'cache-control',
  'access-control-request-method',
  'access-control-request-headers',
  'date',
  'te',
  'forwarded',
] as const;

/** The id of a name, where it has one. */
export const fieldIds: ReadonlyMap<string, number> = new Map(
  knownFields.map((name, id) => [name, id]).slice(1) as [string, number][],
);

/** The words of the control buffer. */
export const Control = {
  /** Exchanges of the turn that have not been answered; JavaScript's. */
  waiting: 0,
  /** Bytes written to the answers; the addon sets it to 0 when it has taken them. */
  written: 1,
} as const;
