import { contractOf } from '@sceneshift/backstage-platform-node/testUtils';
import { spec } from './openapi/generated/spec';

const ENVIRONMENT = '/environments/development';
const install = { action: 'install', pluginId: 'radar' };
const changes = (...all: object[]) => ({ changes: all });
const exact =
  'must match ^(latest|\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?)$ (An exact version such as 1.2.3, or `latest`): it is';

describe("the lifecycle's contract", () => {
  const ask = contractOf(spec);

  it.each<[route: string, body: object | undefined, detail: string]>([
    [
      'GET /plans/radar',
      undefined,
      'id in the path must be a UUID: it is a string that is none',
    ],
    [
      `GET ${ENVIRONMENT}/generations/one`,
      undefined,
      'number in the path must be a whole number, not a string',
    ],
    [
      `POST ${ENVIRONMENT}/plans`,
      { change: [] },
      'changes in the body is missing: it must be a list',
    ],
    [
      `POST ${ENVIRONMENT}/plans`,
      changes({ ...install, pluginid: 'radar' }),
      'changes.0.pluginid in the body is unknown: did you mean pluginId? What may be here: action, pluginId, packages, config, deleteData',
    ],
    [
      `POST ${ENVIRONMENT}/plans`,
      changes({ action: 'upgrad' }),
      'changes.0.action in the body must be one of install, upgrade, configure, enable, disable, remove, rollback, not another string. Did you mean upgrade?',
    ],
    [
      `POST ${ENVIRONMENT}/plans`,
      changes({ action: 'rollback', generation: '3' }),
      'changes.0.generation in the body must be a whole number, not a string',
    ],
    [
      `POST ${ENVIRONMENT}/plans`,
      changes({ ...install, packages: { '@a/radar': '^1.0.0' } }),
      `changes.0.packages.@a/radar in the body ${exact} a string that does not`,
    ],
    [
      `POST ${ENVIRONMENT}/plans`,
      changes({ ...install, packages: { '@a/radar': ' ' } }),
      `changes.0.packages.@a/radar in the body ${exact} a string that does not`,
    ],
    [
      `POST ${ENVIRONMENT}/plans`,
      changes({ ...install, packages: { '': '1.0.0' } }),
      'changes.0.packages."" in the body is not a name that may be here',
    ],
    [
      `POST ${ENVIRONMENT}/rollouts`,
      { planId: 1, planHash: 'h' },
      'planId in the body must be a string, not a number',
    ],
    [
      `PUT ${ENVIRONMENT}/secrets/token`,
      { value: ['hunter2'] },
      'value in the body must be a string, not a list',
    ],
    [
      `POST ${ENVIRONMENT}/pause`,
      { reason: ' ' },
      'reason in the body must not be blank',
    ],
    [
      `POST ${ENVIRONMENT}/pause`,
      { reason: 'Audit', stopHost: true },
      'stopHost in the body is unknown: did you mean stopHosts? What may be here: reason, stopHosts, cancelRollout',
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
