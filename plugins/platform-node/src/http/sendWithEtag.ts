import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/** Answers with JSON and its ETag, or with 304 when the caller has it already. @public */
export function sendWithEtag(
  request: Request,
  response: Response,
  body: unknown,
): void {
  const text = JSON.stringify(body);
  const digest = createHash('sha256').update(text).digest('base64url');
  response.set('ETag', `"${digest}"`);
  // Which answer is right depends on who asks.
  response.set('Cache-Control', 'private, no-cache');
  response.vary('Authorization');
  if (request.fresh) response.status(304).end();
  else response.type('application/json').send(text);
}
