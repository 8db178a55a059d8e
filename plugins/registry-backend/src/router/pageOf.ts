import type { Request } from 'express';
import type { PageRequest } from '../service/cursors';

/** `limit` and `cursor`, which the contract has checked. */
export function pageOf({ query }: Request): PageRequest {
  return {
    limit: query.limit === undefined ? undefined : Number(query.limit),
    cursor: query.cursor === undefined ? undefined : String(query.cursor),
  };
}
