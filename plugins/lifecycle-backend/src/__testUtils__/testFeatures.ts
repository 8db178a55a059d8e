import {
  coreServices,
  createServiceFactory,
  type SchedulerService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  DefaultNotificationService,
  notificationService,
} from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  hostedPluginsServiceRef,
  type InMemoryHostedPlugins,
} from '@sceneshift/backstage-plugin-lifecycle-node';
import { fakeApiKeysFactory } from '@sceneshift/backstage-platform-node/testUtils';
import {
  registryServiceRef,
  type RegistryService,
} from '@sceneshift/backstage-plugin-registry-node';
import {
  resolverServiceRef,
  type ResolverService,
} from '@sceneshift/backstage-plugin-resolver-node';
import type { Knex } from 'knex';
import lifecyclePlugin from '..';
import { testConfig } from './testConfig';
import { undecidedResolver } from './undecidedResolver';

type MockScheduler = ReturnType<typeof mockServices.scheduler>;

/** What stands in for the other rooms. */
export interface TestParts {
  signals: { publish: jest.Mock<Promise<undefined>, []> };
  notifications: { send: jest.Mock<Promise<undefined>, []> };
  hostedPlugins: InMemoryHostedPlugins;
  scheduler: MockScheduler;
}

/** The lifecycle plugin, with everything that it needs of a backend. */
export function testFeatures(
  options: TestParts & {
    db: Knex;
    registry: RegistryService;
    directory: string;
    resolver?: ResolverService;
    sceneshift?: object;
    notificationsUrl?: string;
  },
) {
  return [
    lifecyclePlugin,
    mockServices.rootConfig.factory({
      data: testConfig(options.directory, options.sceneshift),
    }),
    mockServices.database.factory({ knex: options.db }),
    mockServices.httpAuth.factory({
      defaultCredentials: mockCredentials.none(),
    }),
    createServiceFactory({
      service: registryServiceRef,
      deps: {},
      factory: () => options.registry,
    }),
    createServiceFactory({
      service: resolverServiceRef,
      deps: {},
      factory: () => options.resolver ?? undecidedResolver,
    }),
    fakeApiKeysFactory,
    schedulerFactory(options.scheduler),
    createServiceFactory({
      service: signalsServiceRef,
      deps: {},
      factory: () => options.signals,
    }),
    notificationsFactory(options.notifications, options.notificationsUrl),
    createServiceFactory({
      service: hostedPluginsServiceRef,
      deps: {},
      factory: () => options.hostedPlugins,
    }),
  ];
}

function notificationsFactory(
  notifications: TestParts['notifications'],
  url: string | undefined,
) {
  return createServiceFactory({
    service: notificationService,
    deps: { auth: coreServices.auth },
    factory: ({ auth }) =>
      url
        ? DefaultNotificationService.create({
            auth,
            discovery: mockServices.discovery.mock({
              getBaseUrl: async () => url,
            }),
          })
        : notifications,
  });
}

/** Sweeps once by itself, like the mock that it stands for. */
function schedulerFactory(scheduler: SchedulerService) {
  return createServiceFactory({
    service: coreServices.scheduler,
    deps: { lifecycle: coreServices.lifecycle },
    factory: async ({ lifecycle }) => {
      lifecycle.addStartupHook(() => scheduler.triggerTask('sweep'));
      return scheduler;
    },
  });
}
