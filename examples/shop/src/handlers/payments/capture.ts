import type { GlobalContext, Integer, Positive, Request, Response, Uuid } from '@gati-framework/core';

export const route = 'POST /payments/:id/capture';

/** Captures the payment of an order. */
export async function handler(
  req: Request<{ params: { id: Uuid }; body: { amount: number & Integer & Positive } }>,
  res: Response,
  gctx: GlobalContext,
) {
  if (!gctx.modules.orders.pay(req.params.id, req.body.amount)) {
    res.status = 409;
    return { error: 'CaptureFailed' };
  }
  res.status = 202;
  res.body = { state: 'capturing' };
}
