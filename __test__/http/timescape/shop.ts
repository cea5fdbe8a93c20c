/** A shop that was released three times, and what its clients of each release send and get. */
import type { GatiConfig } from '../../../src-ts/api/config.js';
import type { Request } from '../../../src-ts/api/request.js';
import type { Response } from '../../../src-ts/api/response.js';
import type { AppDefinition, Mode } from '../../../src-ts/definition.js';
import { NotFound, Conflict } from '../../../src-ts/errors/http-errors.js';
import type { RequestParts, TimescapeDefinition } from '../../../src-ts/timescape/definition.js';
import { answers, change, date, defineReleases, list, number, object, string, type Contracts } from './releases.js';

export const first = '2025-11-09T10:00:00Z';
export const second = '2025-12-01T00:00:00Z';
export const third = '2026-01-10T08:00:00Z';

const userId = object({ id: number });
const oldUser = object({ id: number, name: string, born: date });
const newUser = object({ id: number, fullName: string, born: date, tags: list(string) });

const before: Contracts = {
  'GET /users/:id': { params: userId, ...answers({ 200: oldUser, 404: object({ code: string, name: string }) }) },
  'POST /users': { body: object({ name: string, 'age?': number }), ...answers({ 200: oldUser }) },
  'GET /people': { query: object({ 'sort?': string }), ...answers({ 200: list(oldUser) }) },
  'GET /events': answers({ 200: object({ name: string }) }),
  'DELETE /users/:id': { params: userId, ...answers({ 204: undefined }) },
  'GET /old/:what': { params: object({ what: string }), ...answers({ 200: object({ what: string }) }) },
  'GET /kept': answers({ 200: object({ kept: string }) }),
  'GET /same': answers({ 200: object({ same: string }) }),
};

const between: Contracts = {
  ...before,
  'GET /users/me': answers({ 200: object({ me: string }) }),
};

export const head: Contracts = {
  'GET /users/:userId': {
    params: object({ userId: number }),
    ...answers({ 200: newUser, 404: object({ code: string, fullName: string }) }),
  },
  'GET /users/me': answers({ 200: object({ me: string }) }),
  'POST /users': { body: object({ fullName: string, 'age?': number }), ...answers({ 201: newUser }) },
  'GET /people': { query: object({ 'sort?': string }), ...answers({ 200: list(newUser) }) },
  'GET /events': answers({ 200: object({ fullName: string }) }),
  'DELETE /users/:id': { params: userId, ...answers({ 200: object({ deleted: number }) }) },
  'GET /new/:what': { params: object({ what: string }), ...answers({ 200: object({ what: string, more: string }) }) },
  'GET /same': answers({ 200: object({ same: string }) }),
  'GET /added': answers({ 200: object({ added: string }) }),
};

interface NewUser {
  readonly id: number;
  readonly fullName: string;
  readonly born: Date;
}

const down = (user: unknown): unknown => {
  const { id, fullName, born } = user as NewUser;
  return { id, name: fullName, born };
};

const steps = {
  'GET /users/:id': {
    target: 'GET /users/:userId',
    up: (parts: RequestParts): RequestParts => ({
      ...parts,
      params: { userId: (parts.params as { id: number }).id },
    }),
    down: {
      200: { status: 200, value: down },
      404: {
        status: 404,
        value: (problem: unknown) => {
          const { code, fullName } = problem as { code: string; fullName: string };
          return { code, name: fullName };
        },
      },
    },
  },
  'POST /users': {
    up: (parts: RequestParts): RequestParts => {
      const { name, ...others } = parts.body as { name: string };
      return { ...parts, body: { fullName: name, ...others } };
    },
    down: { 201: { status: 200, value: down } },
    pointer: (place: string) => place.replace(/^body\/fullName(?=\/|$)/, 'body/name'),
  },
  'GET /people': { down: { 200: { status: 200, value: (users: unknown) => (users as unknown[]).map(down) } } },
  'GET /events': {
    down: {
      200: {
        status: 200,
        element: (event: unknown) => ({ name: (event as { fullName: string }).fullName }),
      },
    },
  },
  'DELETE /users/:id': { down: { 200: { status: 204 } } },
  'GET /old/:what': {
    target: 'GET /new/:what',
    down: { 200: { status: 200, value: (found: unknown) => ({ what: (found as { what: string }).what }) } },
  },
  'GET /kept': { target: () => ({ kept: 'as it was', more: 1 }) },
};

const born = new Date('2000-01-02T03:04:05.000Z');
const user = (id: number, fullName: string): object => ({ id, fullName, born, tags: ['a'], secret: 'new' });

export interface ShopOptions {
  readonly config?: GatiConfig;
  readonly mode?: Mode;
  readonly openapi?: TimescapeDefinition['openapi'];
  readonly root?: string;
  /** So many of the releases; the rest is not known. */
  readonly releases?: number;
}

/** The shop as it is after its third release. */
export function shop({ releases = 3, ...options }: ShopOptions = {}): AppDefinition {
  return defineReleases({
    ...options,
    head,
    releases: [
      { id: first, semver: '1.0.0', contracts: before, steps },
      {
        id: second,
        semver: '1.1.0',
        contracts: between,
        steps,
        changes: [change('GET /users/me', 'minor', 'who am I')],
      },
      {
        id: third,
        semver: '2.0.0',
        bump: 'major' as const,
        contracts: head,
        changes: [
          change('GET /users/{userId}', 'major', 'name is now fullName'),
          change('POST /users', 'major', 'name is now fullName'),
          change('GET /added', 'minor', 'added'),
        ],
      },
    ].slice(0, releases),
    handlers: {
      'GET /users/:userId': (req: Request<{ params: { userId: number } }>) => {
        const { userId } = req.params;
        if (userId === 404) throw new NotFound('no such user', { code: 'GONE', extensions: { fullName: 'nobody' } });
        if (userId === 409) throw new Conflict('twice');
        if (userId === 500) throw new Error('the secret');
        return user(userId, 'Ada');
      },
      'GET /users/me': () => ({ me: 'Ada' }),
      'POST /users': (req: Request<{ body: { fullName: string } }>, res: Response) =>
        res.status(201).json(user(1, req.body.fullName)),
      'GET /people': () => [user(1, 'Ada'), user(2, 'Grace')],
      'GET /events': async function* () {
        yield { fullName: 'Ada', secret: 'new' };
        yield 'a line as it is\n';
        yield { fullName: 'Grace' };
      } as never,
      'DELETE /users/:id': (req: Request<{ params: { id: number } }>) => ({ deleted: req.params.id }),
      'GET /new/:what': (req: Request<{ params: { what: string } }>) => ({ what: req.params.what, more: 'more' }),
      'GET /same': () => ({ same: 'same' }),
      'GET /added': () => ({ added: 'added' }),
    },
  });
}
