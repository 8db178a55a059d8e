import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/** Answers with JSON and its ETag, or with 304 when the caller has it already. */
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

/** The paging parameters; the contract has been checked before. */
export function pageOf(request: Request): { limit?: number; cursor?: string } {
  const { limit, cursor } = request.query;
  return {
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(typeof cursor === 'string' && { cursor }),
  };
}

/** A path parameter that the route always has. */
export function parameter(request: Request, name: string): string {
  return String(request.params[name]);
}
