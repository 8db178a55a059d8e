import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import express from 'express';
import request from 'supertest';
import { notFoundHandler, problemErrorHandler } from './problems';

describe('problemErrorHandler', () => {
  const logger = mockServices.logger.mock();
  const answer = (error: unknown) => {
    const app = express();
    app.get('/', (_request, _response, next) => next(error));
    app.use(notFoundHandler());
    app.use(problemErrorHandler({ logger }));
    return request(app);
  };

  it('answers our errors with their code and details', async () => {
    const error = new SceneshiftError('PLAN_STALE', 'Plan 12 is stale', {
      details: { base: 3 },
    });
    const response = await answer(error).get('/');
    expect(response.status).toBe(409);
    expect(response.type).toBe('application/problem+json');
    expect(JSON.parse(response.text)).toEqual({
      type: 'https://sceneshift.dev/errors/PLAN_STALE',
      title: 'The environment has changed since the plan was made',
      status: 409,
      detail: 'Plan 12 is stale',
      code: 'PLAN_STALE',
      base: 3,
    });
  });

  it.each([
    [new NotAllowedError('no'), 403, 'FORBIDDEN'],
    [Object.assign(new Error('big'), { status: 413 }), 413, 'BODY_TOO_LARGE'],
    [Object.assign(new Error('full'), { code: 'ENOSPC' }), 507, 'STORAGE_FULL'],
    [Object.assign(new Error('nul'), { code: '22P05' }), 400, 'INPUT_INVALID'],
    [new ConflictError('unmapped'), 500, 'INTERNAL'],
    ['not even an error', 500, 'INTERNAL'],
  ])('gives a code to %s', async (error, status, code) => {
    const response = await answer(error).get('/');
    expect(JSON.parse(response.text)).toMatchObject({ status, code });
  });

  it.each([
    [64 * 1024 * 1024, '64 MiB'],
    [256 * 1024, '256 KiB'],
  ])(
    'says of a body that is too large how large it may be',
    async (limit, size) => {
      const error = Object.assign(new Error('request entity too large'), {
        ...{ status: 413, type: 'entity.too.large', limit },
      });
      const response = await answer(error).get('/');
      expect(JSON.parse(response.text).detail).toBe(
        `The body has more than the ${size} that are accepted here`,
      );
    },
  );

  it('says when to come back', async () => {
    const later = new SceneshiftError('RATE_LIMITED', 'Slow down', {
      details: { retryAfterSeconds: 42 },
    });
    expect((await answer(later).get('/')).headers['retry-after']).toBe('42');
    const soon = new SceneshiftError('UNAVAILABLE', 'Not yet');
    expect((await answer(soon).get('/')).headers['retry-after']).toBe('5');
  });

  it('says nothing of what is inside, but logs it', async () => {
    const secret = new Error('password=hunter2 at db.internal');
    const response = await answer(secret).get('/');
    expect(response.text).not.toContain('hunter2');
    expect(logger.error).toHaveBeenCalledWith(expect.any(String), secret);
  });

  it('answers routes that are none', async () => {
    const response = await answer(undefined).post('/nowhere');
    expect(JSON.parse(response.text)).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });
});
