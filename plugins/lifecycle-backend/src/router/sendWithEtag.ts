import type { Request } from 'express';

export { sendWithEtag } from '@sceneshift/backstage-platform-node';

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
