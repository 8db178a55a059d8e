import { contractOf } from '@sceneshift/backstage-platform-node/testUtils';
import spec from './openapi/generated/openapi.json';

describe("the resolver's contract", () => {
  const ask = contractOf(spec);

  it.each<[route: string, body: object | undefined, detail: string]>([
    [
      'GET /plans?limit=0',
      undefined,
      'limit in the query must be at least 1, not 0',
    ],
    [
      'POST /plans',
      { request: { packages: {} } },
      'request.packages in the body must be left out',
    ],
    [
      'POST /plans',
      { request: {}, environment: 7 },
      'environment in the body must be a string or an object, not a number',
    ],
    [
      'POST /upgrades',
      { to: '1.55.0', enviroment: 'development' },
      'enviroment in the body is unknown: did you mean environment? What may be here: from, to, environment, installed',
    ],
    [
      'POST /impact',
      { environment: 'development', remove: [] },
      'remove in the body must have at least 1 entry, not 0',
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
