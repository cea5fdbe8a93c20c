import { randomUUID } from 'node:crypto';

import { asBrand, defineModule, type TimestampString, type Uuid } from '@gati-framework/core';

import type { NewTask, Task, TaskChange } from '../types.js';

const tasks = new Map<Uuid, Task>();

/** Keeps the tasks in memory; put a database here. Handlers reach it as `gctx.modules.tasks`. */
export default defineModule({
  name: 'tasks',
  version: '1.0.0',
  exports: {
    list(limit: number, done: boolean | undefined): Task[] {
      return [...tasks.values()].filter((task) => done === undefined || task.done === done).slice(0, limit);
    },
    find(id: Uuid): Task | undefined {
      return tasks.get(id);
    },
    add(task: NewTask): Task {
      const added: Task = {
        id: asBrand<Uuid>(randomUUID()),
        title: task.title,
        done: task.done ?? false,
        createdAt: asBrand<TimestampString>(new Date().toISOString()),
      };
      tasks.set(added.id, added);
      return added;
    },
    change(id: Uuid, change: TaskChange): Task | undefined {
      const found = tasks.get(id);
      return found === undefined ? undefined : Object.assign(found, change);
    },
    remove(id: Uuid): boolean {
      return tasks.delete(id);
    },
  },
  shutdown() {
    tasks.clear();
  },
});
