import { contractOf } from '@sceneshift/backstage-platform-node/testUtils';
import spec from './openapi/generated/openapi.json';

const advisory = {
  id: 'ACME-1',
  packageName: '@acme/hello',
  range: '<1.1.0',
  severity: 'high',
  title: 'It leaks',
};
const key = { name: 'ci', scopes: ['read'] };
const yank = 'PUT /packages/hello/versions/1.0.0/yank';

describe("the registry's contract", () => {
  const ask = contractOf(spec);

  it.each<[route: string, body: object | undefined, detail: string]>([
    [
      'GET /plugins?limit=lots',
      undefined,
      'limit in the query must match ^[1-9][0-9]{0,2}$ (A whole number from 1 to 999; a page has 200 at most): it is a string that does not',
    ],
    [
      'GET /advisories?packge=a',
      undefined,
      'packge in the query is unknown: did you mean package? What may be here: package, limit, cursor',
    ],
    [yank, {}, 'reason in the body is missing: it must be a string'],
    [yank, { reason: ' \n' }, 'reason in the body must not be blank'],
    [
      yank,
      { reason: 'a'.repeat(1001) },
      'reason in the body must have at most 1000 characters, not 1001',
    ],
    [
      'POST /advisories',
      { ...advisory, range: ' ' },
      'range in the body must not be blank',
    ],
    [
      'POST /advisories',
      { ...advisory, severity: 'hihg' },
      'severity in the body must be one of low, moderate, high, critical, not another string. Did you mean high?',
    ],
    [
      'POST /advisories',
      { ...advisory, package: 'a' },
      'package in the body is unknown. What may be here: id, packageName, range, severity, title, url, withdrawn',
    ],
    [
      'POST /api-keys',
      { ...key, scopes: 'read' },
      'scopes in the body must be a list, not a string',
    ],
    [
      'POST /api-keys',
      { ...key, expiresAt: 'soon' },
      'expiresAt in the body must be a date and time such as 2026-01-31T12:00:00Z: it is a string that is none',
    ],
  ])('says to %s with %j what is wrong', async (route, body, detail) => {
    expect(await ask(route, body)).toMatchObject({
      status: 400,
      code: 'INPUT_INVALID',
      field: detail.split(' ')[0],
      detail,
    });
  });
});
