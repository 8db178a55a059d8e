import type { Verdict } from '@sceneshift/backstage-platform-common';
import {
  FakeRegistryService,
  RELEASE,
} from '../__testUtils__/FakeRegistryService';
import { VersionSelector } from './VersionSelector';

const OTHER_RELEASE = '1.56.0';

async function select(...artifactVerdicts: Array<Partial<Verdict>>) {
  const registry = new FakeRegistryService();
  await registry.publish({
    pluginId: 'radar',
    name: 'radar-backend',
    version: '1.0.0',
    role: 'backend-plugin',
  });
  const details = await registry.getVersion('demo', 'radar-backend', '1.0.0');
  details.verdicts = artifactVerdicts.map(verdict => ({
    check: 'artifact',
    baseline: RELEASE,
    state: 'PASSED',
    ...verdict,
  }));
  const selector = new VersionSelector(
    registry,
    'demo',
    await registry.getBaseline('demo', RELEASE),
  );
  return selector.select(await registry.getPackage('demo', 'radar-backend'));
}

describe('VersionSelector', () => {
  it('takes what was packed for its release, although that failed for another one', async () => {
    const failed = { state: 'FAILED', baseline: OTHER_RELEASE } as const;
    expect(await select(failed, {})).toMatchObject({ ok: true });
  });

  it.each(['FAILED', 'PENDING'] as const)(
    'refuses what is %s for its own release',
    async state => {
      const other = { baseline: OTHER_RELEASE };
      expect(await select(other, { state })).toMatchObject({ ok: false });
    },
  );

  it('says why nothing could be packed at all', async () => {
    const message = 'Packing failed: no entry';
    expect(
      await select({ state: 'FAILED', baseline: OTHER_RELEASE, message }),
    ).toMatchObject({ ok: false, reason: `radar-backend@1.0.0: ${message}` });
  });
});
