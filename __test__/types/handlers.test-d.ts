/** The examples of the design page, and what they promise. */

import {
  createApp,
  defineConfig,
  defineModule,
  HandlerError,
  NotFound,
  type AppDefinition,
  type Conflict,
  type Email,
  type GlobalContext,
  type Handler,
  type HandlerFunction,
  type Middleware,
  type Positive,
  type Request,
  type Response,
  type Status,
  tracked,
  type Uuid,
} from '@gati-framework/core';

import { holds, type Same } from './expect.js';

interface User {
  id: Uuid;
  name: string;
}

declare module '@gati-framework/core' {
  interface ModuleRegistry {
    db: { users: { findById(id: Uuid): Promise<User | undefined> } };
    ledger: { reserve(id: Uuid, amount: number): Promise<boolean> };
  }
  interface LocalState {
    user?: { id: string };
  }
  interface LocalContextState {
    tenant?: string;
  }
  interface ConfigRegistry {
    readonly region: 'eu' | 'us';
  }
}

// src/handlers/users/[id].ts, as the design page has it.
export const handler: Handler<{ params: { id: Uuid }; response: User | NotFound }> = async (req, res, gctx, lctx) => {
  const user = await gctx.modules.db.users.findById(req.params.id);
  return user ?? res.status(404).json({ error: 'no such user' });
};

// src/handlers/payments/capture.ts, but for effects, which do not exist yet.
export const route = 'POST /payments/:id/capture';
export async function capture(
  req: Request<{ params: { id: Uuid }; body: { amount: number & Positive } }>,
  res: Response,
  gctx: GlobalContext,
) {
  if (!(await gctx.modules.ledger.reserve(req.params.id, req.body.amount))) {
    res.status = 409;
    return { error: 'ReservationFailed' };
  }
  // @ts-expect-error effects come with their own issue
  await gctx.effects.enqueue('capturePayment', { id: req.params.id });
  res.status = 202;
  res.body = { state: 'capturing' };
}

// Every style of answering.
export const styles: Handler = (req, res) => {
  res.status = 404;
  res.status(201).header('x-a', '1').cookie('a', 'b').json({});
  res.status(404).json(1);
  return res.redirect('/');
};
export const bare: Handler = () => {};
export const thrown: Handler<{ response: User | NotFound }> = () => {
  throw new NotFound('no such user');
};
export const returned: Handler<{ response: User | NotFound }> = () => new NotFound();
export const old: Handler = () => {
  throw new HandlerError('no', 409, { a: 1 });
};
export const created: Handler<{ response: Status<201, User> | Conflict }> = (req) => ({ id: '' as Uuid, name: 'a' });
export const streamed: Handler<{ response: string }> = async function* () {
  yield 'a';
};
// @ts-expect-error not the declared response
export const misfit: Handler<{ response: User }> = () => ({ id: 1 });
// @ts-expect-error nor in a Status
export const statusMisfit: Handler<{ response: Status<201, User> }> = async () => ({ nope: 1 });

// What is declared is typed, and what is not is text.
export const shapes: Handler<{ query: { page?: number }; headers: { 'x-count': number }; body: { to: Email } }> = (
  req,
  res,
  gctx,
  lctx,
) => {
  holds<Same<typeof req.query.page, number | undefined>>();
  const count: number = req.headers['x-count'];
  const to: Email = req.body.to;
  holds<Same<typeof req.params, Readonly<Record<string, string>>>>();
  holds<Same<typeof gctx.config.region, 'eu' | 'us'>>();
  holds<Same<typeof lctx.state.user, { id: string } | undefined>>();
  holds<Same<typeof lctx.state.tenant, string | undefined>>();
  const signal: AbortSignal = lctx.signal;
  lctx.after(() => undefined);
  lctx.onCleanup(async () => undefined);
  lctx.logger.info({ a: 1 }, 'b');
  // @ts-expect-error no such module
  gctx.modules.cache;
};

// Any handler goes into a definition.
export const handlers: Record<string, HandlerFunction> = { handler, capture, created, shapes };
export const use: Middleware = async (req, res, gctx, lctx, next) => {
  await next();
};
export const config = defineConfig({ port: 3000, use: [use], modules: { db: async () => ({}) }, bodyLimit: '1mb' });
// @ts-expect-error a mistyped key
defineConfig({ prot: 3000 });
export const db = defineModule({
  name: 'db',
  dependencies: ['config'],
  exports: { users: 1 },
  shutdown: async () => undefined,
});
export const start = (definition: AppDefinition): Promise<{ readonly url: string }> => createApp(definition).listen();

/** A declared stream holds its elements to their type; where none is declared, any stream may be answered. */
export const streaming: Handler<{ response: AsyncIterable<User> | NotFound }> = async function* (_req, _res, gctx) {
  const user = await gctx.modules.db.users.findById('' as Uuid);
  if (user !== undefined) yield tracked(user.id, user);
};

// @ts-expect-error -- the elements are no users
export const misfitting: Handler<{ response: AsyncIterable<User> }> = async function* () {
  yield { name: 7 };
};

export const bytes: Handler<{ response: Uint8Array }> = async function* () {
  yield new Uint8Array();
};

holds<Same<ReturnType<typeof tracked<User>>, User>>();
