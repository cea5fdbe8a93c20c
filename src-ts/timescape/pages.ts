/** `GET /versions` and what is below it: documents about releases, for which no version has to be named. */

import { createHash } from 'node:crypto';

import type { Request } from '../api/request.js';
import type { Response } from '../api/response.js';
import type { ResolvedConfig } from '../config/resolve.js';
import { GatiError } from '../errors/gati-error.js';
import { describeAll, describeBetween, describeOne, type Described } from './description.js';
import type { Edition } from './edition.js';
import { problemFor } from './problems.js';
import { routeKeyOf } from './route-key.js';
import type { Timescape } from './timescape.js';
import { momentOf } from './timestamps.js';

/** A page, and what answers for it. The parameters of its path are in `req.params`. */
export interface VersionPage {
  readonly path: string;
  readonly run: (req: Request, res: Response) => unknown;
}

/** What clients may keep: less than the time in which a deprecation should be heard of. */
const kept = 'public, max-age=60';

/** The pages of an application; none where it has no path for them. */
export function versionPages(timescape: Timescape, config: ResolvedConfig, isDescribed: boolean): VersionPage[] {
  const { path, headers, missing } = timescape.settings;
  if (path === undefined) return [];
  const page = (make: (described: Described, req: Request) => object): VersionPage['run'] => {
    return (req, res) => {
      const { edition } = timescape;
      if (edition === undefined) throw noRoute(req);
      const described = {
        edition,
        application: config.openapi.info.title,
        missing,
        header: headers[0] ?? 'X-API-Version',
      };
      return answer(req, res, make(described, req), timescape.now());
    };
  };
  const idOf = (described: Described, text: string): string => {
    const { edition, header } = described;
    // A release that is not served any more is still told of.
    return edition.timeline.release(text)?.id ?? edition.nameOf(positionOf(edition, text, header, path));
  };
  const pages: VersionPage[] = [
    {
      path,
      run: page((described, { query }) => {
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
      run: page((described, { params }) => {
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
  if (isDescribed) pages.push({ path: `${path}/:range/openapi.json`, run: openApiPage(timescape, idOf) });
  return pages;
}

function openApiPage(timescape: Timescape, idOf: (described: Described, text: string) => string): VersionPage['run'] {
  return (req, res) => {
    const { edition, settings } = timescape;
    const { missing, headers } = settings;
    if (edition === undefined) throw noRoute(req);
    const header = headers[0] ?? 'X-API-Version';
    const id = idOf({ edition, application: undefined, missing, header }, req.params['range'] ?? '');
    const text = edition.definition.openapi?.(id);
    if (text === undefined) throw noRoute(req);
    return send(req, res, text, text);
  };
}

function noRoute({ method, path }: Request): GatiError {
  return new GatiError('GATI_ROUTE_NOT_FOUND', { values: { method, path: path.slice(0, 200) } });
}

/** A document. The time is no part of what is compared: nothing changed because it passed. */
function answer(req: Request, res: Response, document: object, now: number): unknown {
  const text = JSON.stringify({ ...document, now: momentOf(Math.floor(now / 1000)) });
  return send(req, res, text, JSON.stringify(document));
}

function send(req: Request, res: Response, text: string, compared: string): unknown {
  const tag = `W/"${createHash('sha256').update(compared).digest('base64url').slice(0, 22)}"`;
  res.header('etag', tag).header('cache-control', kept);
  const asked = String(req.headers['if-none-match'] ?? '').split(',');
  const isKnown = asked.some((one) => one.trim() === tag || one.trim() === '*');
  if (isKnown) return res.status(304).end();
  return res.type('application/json; charset=utf-8').send(text);
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
