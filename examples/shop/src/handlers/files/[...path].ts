import { NotFound, type Handler } from '@gati-framework/core';

const files = new Map([['legal/terms.txt', 'Be kind.']]);

/** GET /files/*path */
export const handler: Handler<{ params: { path: string } }> = (req, res) => {
  const text = files.get(req.params.path);
  if (text === undefined) throw new NotFound(`no file ${req.params.path}`);
  return res.text(text);
};
