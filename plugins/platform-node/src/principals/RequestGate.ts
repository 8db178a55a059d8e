import type { Permission } from '@backstage/plugin-permission-common';
import type { Request } from 'express';
import type { Actor } from '../mutations/Mutation';
import {
  principalRef,
  type AuthorizerService,
  type PrincipalsService,
} from './types';

/** The only way into a service: every route passes it first, and before it takes an upload. @public */
export class RequestGate {
  constructor(
    private readonly deps: {
      principals: PrincipalsService;
      authorizer: AuthorizerService;
    },
  ) {}

  /** @throws SceneshiftError when the caller is unknown or may not */
  async enter(request: Request, permission: Permission): Promise<Actor> {
    const principal = await this.deps.principals.fromRequest(request);
    await this.deps.authorizer.authorize(principal, permission);
    const { organizationId } = principal;
    return { organizationId, ref: principalRef(principal) };
  }
}
