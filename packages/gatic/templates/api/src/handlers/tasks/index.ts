import type { Handler, Status } from '@gati-framework/core';

import type { NewTask, Task, TaskQuery } from '../../types.js';

/** GET /tasks?limit=10&done=false */
export const GET: Handler<{ query: TaskQuery; response: Task[] }> = (req, _res, gctx) =>
  gctx.modules.tasks.list(req.query.limit ?? 20, req.query.done);

/** POST /tasks */
export const POST: Handler<{ body: NewTask; response: Status<201, Task> }> = (req, res, gctx, lctx) => {
  const task = gctx.modules.tasks.add(req.body);
  lctx.logger.info({ task: task.id }, 'task added');
  res.header('location', `/tasks/${task.id}`);
  return task;
};
