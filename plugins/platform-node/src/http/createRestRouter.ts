import type { RequestHandler, Router } from 'express';
import { methodNotAllowed } from './methodNotAllowed';
import { explainRefusals } from './explainRefusals';

/** What a room's REST API is made from. @public */
export interface RestRouterOptions {
  /** The room's OpenAPI document, served as it is at `/openapi.json`. */
  spec: object;
  /** Largest JSON body, as body-parser writes it: `256kb`. */
  jsonLimit: string;
  /** As `idempotency` makes it: stands before every route with a JSON body. */
  idempotency: RequestHandler;
  /** Routes that take their body as a stream or as bytes, or that the document does not describe. */
  addUnparsedRoutes?: (router: Router) => void;
  /** Routes whose requests are checked against the document: those that do not match it end with `INPUT_INVALID`. */
  addRoutes: (router: Router) => void;
}

type OpenApiUtils = typeof import('@backstage/backend-openapi-utils');
/** The routes' types are the rooms' own; the document is used for validation alone. */
type AnySpec = Parameters<OpenApiUtils['createValidatedOpenApiRouter']>[0];

/**
 * The REST API of a room, below its version: the document, the bodies, the validation, the routes.
 *
 * @public
 */
export function createRestRouter(options: RestRouterOptions): Router {
  const { spec, jsonLimit, idempotency } = options;
  const { express, PromiseRouter } = loadExpress();
  const router = PromiseRouter();
  // Before the validating router, which would serve a rewritten document under the same name.
  router.get('/openapi.json', (_request, response) => {
    response.json(spec);
  });
  options.addUnparsedRoutes?.(router);
  router.use(express.json({ limit: jsonLimit }));
  router.use(idempotency);
  router.use(createValidatedRouter(options));
  router.use(methodNotAllowed(spec));
  return router;
}

/** Loaded when a router is made: whoever imports this package for its types does not wait for it. */
function loadExpress() {
  return {
    express: require('express') as typeof import('express'),
    PromiseRouter: (
      require('express-promise-router') as typeof import('express-promise-router')
    ).default,
  };
}

/** Bodies are parsed before the validating router, which would answer one that is too large with 400 instead of 413. */
const parsedBefore: RequestHandler = (_request, _response, next) => next();

function createValidatedRouter({ spec, addRoutes }: RestRouterOptions): Router {
  const { createValidatedOpenApiRouter } =
    require('@backstage/backend-openapi-utils') as OpenApiUtils;
  const router = createValidatedOpenApiRouter(
    // Paths are matched below this mount point.
    { ...spec, servers: [{ url: '/' }] } as unknown as AnySpec,
    {
      middleware: [parsedBefore],
      // Who calls without a credential hears so from the gate: 401, and not that the request is malformed.
      validatorOptions: { validateSecurity: false },
    },
  ) as unknown as Router;
  router.use(explainRefusals(spec));
  addRoutes(router);
  return router;
}
