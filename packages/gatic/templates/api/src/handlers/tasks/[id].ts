import { NotFound, type Handler, type Uuid } from '@gati-framework/core';

import type { Task, TaskChange } from '../../types.js';

/** GET /tasks/:id */
export const GET: Handler<{ params: { id: Uuid }; response: Task | NotFound }> = (req, _res, gctx) =>
  gctx.modules.tasks.find(req.params.id) ?? new NotFound('no such task');

/** PATCH /tasks/:id */
export const PATCH: Handler<{ params: { id: Uuid }; body: TaskChange; response: Task | NotFound }> = (
  req,
  _res,
  gctx,
) => {
  const task = gctx.modules.tasks.change(req.params.id, req.body);
  if (task === undefined) throw new NotFound('no such task');
  return task;
};

/** DELETE /tasks/:id answers 204, because it finishes without saying anything. */
export const DELETE: Handler<{ params: { id: Uuid } }> = (req, _res, gctx) => {
  if (!gctx.modules.tasks.remove(req.params.id)) throw new NotFound('no such task');
};
