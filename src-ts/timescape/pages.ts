/** `GET /versions` and what is below it: documents about releases, for which no version has to be named. */

import { createHash } from 'node:crypto';

import type { Request } from '../api/request.js';
import type { ResolvedConfig } from '../config/resolve.js';
import { GatiError } from '../errors/gati-error.js';
import type { DocumentPage, PageDocument } from '../pipeline/document.js';
import { describeAll, describeBetween, describeOne, type Described } from './description.js';
import type { Edition } from './edition.js';
import { problemFor } from './problems.js';
import { routeKeyOf } from './route-key.js';
import type { Timescape } from './timescape.js';
import { momentOf } from './timestamps.js';

/** What clients may keep: less than the time in which a deprecation should be heard of. */
const kept = 'public, max-age=60';

/** The pages of an application; none where it has no path for them. */
export function versionPages(timescape: Timescape, config: ResolvedConfig, isDescribed: boolean): DocumentPage[] {
  const { path, headers, missing } = timescape.settings;
  if (path === undefined) return [];
  const page = (make: (described: Described, req: Request) => object): DocumentPage['documentFor'] => {
    return (req) => {
      const { edition } = timescape;
      if (edition === undefined) throw noRoute(req);
      const described = {
        edition,
        application: config.openapi.info.title,
        missing,
        header: headers[0] ?? 'X-API-Version',
      };
      return documentOf(make(described, req), secondOf(timescape));
    };
  };
  const idOf = (described: Described, text: string): string => {
    const { edition, header } = described;
    // A release that is not served any more is still told of.
    return edition.timeline.release(text)?.id ?? edition.nameOf(positionOf(edition, text, header, path));
  };
  const pages: DocumentPage[] = [
    {
      path,
      documentFor: page((described, { query }) => {
        const { route, since } = query;
        const key = typeof route === 'string' ? routeKeyOf(route) : undefined;
        if (key !== undefined && !described.edition.routes.has(key)) {
          const [method = '', where = ''] = key.split(' ');
          throw new GatiError('GATI_ROUTE_NOT_FOUND', { values: { method, path: where } });
        }
        const after = typeof since === 'string' ? idOf(described, since) : undefined;
        return describeAll(described, { route: key, after });
      }),
    },
    {
      path: `${path}/:range`,
      documentFor: page((described, { params }) => {
        const { range = '' } = params;
        const dots = range.indexOf('..');
        if (dots !== -1)
          return describeBetween(
            described,
            idOf(described, range.slice(0, dots)),
            idOf(described, range.slice(dots + 2)),
          );
        return describeOne(described, idOf(described, range)) ?? {};
      }),
    },
  ];
  if (isDescribed) pages.push({ path: `${path}/:range/openapi.json`, documentFor: openApiPage(timescape, idOf) });
  return pages;
}

function openApiPage(
  timescape: Timescape,
  idOf: (described: Described, text: string) => string,
): DocumentPage['documentFor'] {
  return (req) => {
    const { edition, settings } = timescape;
    const { missing, headers } = settings;
    if (edition === undefined) throw noRoute(req);
    const header = headers[0] ?? 'X-API-Version';
    const id = idOf({ edition, application: undefined, missing, header }, req.params['range'] ?? '');
    const text = edition.definition.openapi?.(id);
    if (text === undefined) throw noRoute(req);
    return tagged(text, text, secondOf(timescape));
  };
}

function noRoute({ method, path }: Request): GatiError {
  return new GatiError('GATI_ROUTE_NOT_FOUND', { values: { method, path: path.slice(0, 200) } });
}

/** Whole seconds since 1970: what a text means may be another release in the next one. */
function secondOf(timescape: Timescape): number {
  return Math.floor(timescape.now() / 1000);
}

/** A document. The time is no part of what is compared: nothing changed because it passed. */
function documentOf(document: object, second: number): PageDocument {
  return tagged(JSON.stringify({ ...document, now: momentOf(second) }), JSON.stringify(document), second);
}

function tagged(text: string, compared: string, second: number): PageDocument {
  const tag = `W/"${createHash('sha256').update(compared).digest('base64url').slice(0, 22)}"`;
  return { text, headers: { 'cache-control': kept }, tag, second };
}

/** The place of a release that is asked for by any of the forms a request may have. */
function positionOf(edition: Edition, text: string, header: string, path: string): number {
  const { timeline } = edition;
  const found = timeline.resolve(text);
  const place = { timeline, header, path };
  if ('refused' in found) throw problemFor(found, place);
  // The working tree is no release.
  if (found.position < 0) throw problemFor({ refused: 'unknown', received: text, nearest: null }, place);
  return found.position;
}
