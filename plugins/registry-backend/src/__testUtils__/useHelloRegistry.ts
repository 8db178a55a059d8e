import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { BASELINES, HelloRegistry } from './HelloRegistry';

/** A {@link HelloRegistry} for the tests of a file, on a database of its own. */
export function useHelloRegistry() {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const baselines = createMockDirectory({ content: BASELINES });
  let hello: HelloRegistry;
  beforeAll(async () => {
    hello = await HelloRegistry.start(databases, { artifacts, baselines });
  });
  afterAll(() => hello.stop());
  return {
    baselines,
    get hello() {
      return hello;
    },
    get acme() {
      return hello.acme;
    },
  };
}
