/** Documents of the framework beside the routes, and how they are answered. */

import type { Request } from '../api/request.js';
import type { Response } from '../api/response.js';
import type { Run } from './plan.js';

/** A document, with what an answer says of it. */
export interface PageDocument {
  readonly text: string;
  /** `cache-control` and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** What `If-None-Match` is compared with. */
  readonly tag: string | undefined;
  /** The second since 1970 in which it says this; nothing where it does until something else is served. */
  readonly second: number | undefined;
}

/** What is answered on a path beside the routes. */
export type Page = DocumentPage | LivePage;

/** Where something is that is different each time. */
export interface LivePage {
  readonly path: string;
  readonly run: Run;
}

/** Where a document is, and what makes it. */
export interface DocumentPage {
  readonly path: string;
  /** The document for a request, whose parameters are those of the path; throws where there is none. */
  readonly documentFor: (req: Request) => PageDocument;
}

/** Answers with a document, or with 304 to those who have it. */
export function answerDocument(req: Request, res: Response, { text, headers, tag }: PageDocument): unknown {
  if (tag !== undefined) res.header('etag', tag);
  for (const name in headers) res.header(name, headers[name] as string);
  const asked = tag === undefined ? [] : String(req.headers['if-none-match'] ?? '').split(',');
  const isKnown = asked.some((one) => one.trim() === tag || one.trim() === '*');
  return isKnown ? res.status(304).end() : res.type(documentType).send(text);
}

/** The content type of every document. */
export const documentType = 'application/json; charset=utf-8';
