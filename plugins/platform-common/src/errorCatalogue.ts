import { credentialCodes } from './errorCodes/credentials';
import { hostCodes } from './errorCodes/hosts';
import { lifecycleCodes } from './errorCodes/lifecycle';
import { packingCodes } from './errorCodes/packing';
import { publishingCodes } from './errorCodes/publishing';
import { requestCodes } from './errorCodes/requests';
import { resolvingCodes } from './errorCodes/resolving';

/**
 * Every code that a Sceneshift API answers with: one table per room, in the order of `docs/reference/error-codes.md`, which is
 * generated from them. Codes are stable, titles may be reworded.
 *
 * @public
 */
export const errorCatalogue = {
  ...requestCodes,
  ...credentialCodes,
  ...publishingCodes,
  ...packingCodes,
  ...resolvingCodes,
  ...lifecycleCodes,
  ...hostCodes,
} as const;

/** @public */
export type ErrorCode = keyof typeof errorCatalogue;
