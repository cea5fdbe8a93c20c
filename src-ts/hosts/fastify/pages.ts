/** Documents beside the routes. They take the way of requests: with the headers, the errors and the hooks of errors that those have. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { answerDocument, type Page } from '../../pipeline/document.js';
import { Exchange } from '../../pipeline/exchange.js';
import type { RoutePlan, Run } from '../../pipeline/plan.js';
import { begin } from '../../pipeline/run.js';
import type { HostRuntime } from '../runtime.js';
import { routed } from './observed.js';

/** Serves a page. */
export function registerPage(
  instance: FastifyInstance,
  runtime: HostRuntime,
  planOf: (run: Run) => RoutePlan,
  page: Page,
): void {
  const { path } = page;
  const run: Run = 'run' in page ? page.run : (req, res) => answerDocument(req, res, page.documentFor(req));
  instance.get(path, { exposeHeadRoute: true }, (request, reply) => {
    routed(reply.raw, path);
    const named = { ...planOf(run), id: `GET ${path}`, path };
    begin(open(runtime, named, request as FastifyRequest, reply as FastifyReply));
  });
}

function open(runtime: HostRuntime, plan: RoutePlan, request: FastifyRequest, reply: FastifyReply): Exchange {
  const { params, query } = request;
  return new Exchange(runtime, plan, request.raw, params, query, undefined, request, reply);
}
