import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { createRestRouter } from './createRestRouter';
import { problemErrorHandler } from './problems';

const change = (tag: string[], properties: object, required: string[]) => ({
  type: 'object',
  required: ['action', ...required],
  properties: { action: { type: 'string', enum: tag }, ...properties },
  additionalProperties: false,
});

const spec = {
  openapi: '3.1.0',
  info: { title: 'Test', version: '1' },
  paths: {
    '/items/{id}': {
      get: {
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', format: 'uuid' },
          },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: { '200': { description: 'An item' } },
      },
    },
    '/plans': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Plan' },
            },
          },
        },
        responses: { '200': { description: 'A plan' } },
      },
    },
  },
  components: {
    parameters: {
      limit: {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', minimum: 1, maximum: 100 },
      },
    },
    schemas: {
      Reason: { type: 'string', minLength: 1, maxLength: 8, pattern: '\\S' },
      Plan: {
        type: 'object',
        required: ['reason', 'changes'],
        additionalProperties: false,
        properties: {
          reason: { $ref: '#/components/schemas/Reason' },
          isDry: { type: 'boolean' },
          release: { type: 'string', pattern: '^\\d+$' },
          request: { type: 'object', not: { required: ['packages'] } },
          owner: { oneOf: [{ type: 'string' }, { type: 'object' }] },
          changes: {
            type: 'array',
            minItems: 1,
            items: { $ref: '#/components/schemas/Change' },
          },
        },
      },
      Change: {
        oneOf: [
          change(
            ['install', 'remove'],
            {
              pluginId: { type: 'string' },
              packages: {
                type: 'object',
                additionalProperties: { type: 'string' },
              },
            },
            ['pluginId'],
          ),
          change(['rollback'], { generation: { type: 'integer' } }, [
            'generation',
          ]),
        ],
      },
    },
  },
};

describe('createRestRouter', () => {
  const app = express()
    .use(
      createRestRouter({
        spec,
        jsonLimit: '1kb',
        idempotency: (_request, _response, next) => next(),
        addRoutes(router) {
          router.all('*', (_request, response) => {
            response.json({});
          });
        },
      }),
    )
    .use(
      problemErrorHandler({
        logger: mockServices.logger.mock(),
      }),
    );

  const problem = async (sent: request.Test) => {
    const { status, text } = await sent;
    const { code, field, detail } = JSON.parse(text);
    expect({ status, code }).toEqual({ status: 400, code: 'INPUT_INVALID' });
    return [field, detail];
  };
  const id = '6f8a3c39-54e5-4b0a-9f4d-3f1f0c8f5a11';

  it('lets through what is right', async () => {
    const changes = [{ action: 'rollback', generation: 1 }];
    const plan = request(app).post('/plans').send({ reason: 'x', changes });
    expect((await plan).status).toBe(200);
    expect((await request(app).get(`/items/${id}?limit=5`)).status).toBe(200);
  });

  it.each([
    [
      '/items/radar',
      'id',
      'id in the path must be a UUID: it is a string that is none',
    ],
    [
      `/items/${id}?limit=x`,
      'limit',
      'limit in the query must be a whole number, not a string',
    ],
    [
      `/items/${id}?limit=0`,
      'limit',
      'limit in the query must be at least 1, not 0',
    ],
    [
      `/items/${id}?limt=1`,
      'limt',
      'limt in the query is unknown: did you mean limit? What may be here: limit',
    ],
  ])('says what is wrong with %s', async (path, field, detail) => {
    expect(await problem(request(app).get(path))).toEqual([field, detail]);
  });

  const install = { action: 'install', pluginId: 'radar' };
  it.each<[body: object, field: string | undefined, detail: string]>([
    [[], undefined, 'The body must be an object, not a list'],
    [
      { changes: [install] },
      'reason',
      'reason in the body is missing: it must be a string',
    ],
    [
      { reason: 7 },
      'changes',
      'changes in the body is missing: it must be a list',
    ],
    [
      { reason: 7, changes: [install] },
      'reason',
      'reason in the body must be a string, not a number',
    ],
    [
      { reason: ' ', changes: [install] },
      'reason',
      'reason in the body must not be blank',
    ],
    [
      { reason: 'too long, that', changes: [install] },
      'reason',
      'reason in the body must have at most 8 characters, not 14',
    ],
    [
      { reason: 'x', changes: [] },
      'changes',
      'changes in the body must have at least 1 entry, not 0',
    ],
    [
      { reason: 'x', changes: [install], is_dry: true },
      'is_dry',
      'is_dry in the body is unknown: did you mean isDry? What may be here: reason, isDry, release, request, owner, changes',
    ],
    [
      { reason: 'x', changes: [install], isDry: 'yes' },
      'isDry',
      'isDry in the body must be true or false, not a string',
    ],
    [
      { reason: 'x', changes: [install], release: 'x' },
      'release',
      'release in the body must match ^\\d+$: it is a string that does not',
    ],
    [
      { reason: 'x', changes: [install], request: { packages: {} } },
      'request.packages',
      'request.packages in the body must be left out',
    ],
    [
      { reason: 'x', changes: [install], owner: 1 },
      'owner',
      'owner in the body must be a string or an object, not a number',
    ],
    [
      { reason: 'x', changes: [{ pluginId: 'a' }] },
      'changes.0.action',
      'changes.0.action in the body is missing: it must be one of install, remove, rollback',
    ],
    [
      { reason: 'x', changes: [install, { action: 'instal' }] },
      'changes.1.action',
      'changes.1.action in the body must be one of install, remove, rollback, not another string. Did you mean install?',
    ],
    [
      { reason: 'x', changes: [{ action: 'remove' }] },
      'changes.0.pluginId',
      'changes.0.pluginId in the body is missing: it must be a string',
    ],
    [
      { reason: 'x', changes: [{ action: 'rollback', generation: 1.5 }] },
      'changes.0.generation',
      'changes.0.generation in the body must be a whole number, not a fraction',
    ],
    [
      { reason: 'x', changes: [{ ...install, packages: { '@a/b': null } }] },
      'changes.0.packages.@a/b',
      'changes.0.packages.@a/b in the body must be a string, not null',
    ],
  ])('says what is wrong with %j', async (body, field, detail) => {
    expect(await problem(request(app).post('/plans').send(body))).toEqual([
      field,
      detail,
    ]);
  });

  it.each([
    [
      'text/plain',
      'x',
      'The Content-Type of the body must be application/json, not text/plain',
    ],
    ['application/json', '{"secret"', 'The body is not JSON: '],
  ])('says that a body of %s is no JSON', async (type, body, detail) => {
    const sent = request(app)
      .post('/plans')
      .set('Content-Type', type)
      .send(body);
    expect((await problem(sent))[1]).toContain(detail);
  });
});
