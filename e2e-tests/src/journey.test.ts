import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findFreePort } from '../../script/dev/ports.ts';
import { PortalPage } from './PortalPage.ts';
import { startRadarServer } from './radarServer.ts';
import { checkout, RunningPortal } from './RunningPortal.ts';

const family = '@backstage-community/plugin-tech-radar';
const force = [
  '--override',
  `${family}-common=1.13.0`,
  '--toolchain',
  checkout,
];

/** Lets hosted plugins read the radar of this test, and nothing else. */
const readingAllowed = (host: string) => `
sceneshift:
  environments:
    - name: development
      title: Development
      organization: demo
      backstageRelease: 1.55.0
      sharedConfig:
        backend:
          reading:
            allow:
              - host: ${host}
`;

describe('the journey of Tech Radar, with the portal running', () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'sceneshift-journey-'));
  let radar: Awaited<ReturnType<typeof startRadarServer>>;
  let portal: RunningPortal;
  let user: PortalPage;
  let pid: number;

  before(async () => {
    fs.chmodSync(data, 0o711);
    radar = await startRadarServer();
    portal = await RunningPortal.start({
      port: await findFreePort(17_107),
      data,
      config: readingAllowed(radar.host),
    });
    pid = portal.controlPlanePid;
    user = await PortalPage.open(portal.url);
  });

  after(async () => {
    await user?.close();
    await portal?.stop();
    await radar?.stop();
    fs.rmSync(data, { recursive: true, force: true });
  });

  it('imports both families from npm', async () => {
    const specs = [
      `${family}@1.13.0`,
      `${family}@1.14.0`,
      `${family}-backend@1.12.0`,
      `${family}-backend@1.21.0`,
      `${family}-common@1.13.0`,
    ];
    const printed = await portal.sceneshift(
      'import',
      ...specs,
      ...force,
      '--json',
    );
    assert.match(printed, /1\.21\.0/);
  });

  it('signs in as a guest and finds the plugin', async () => {
    await user.signInAsGuest();
    await user.choosePlugin('radar', 'Tech Radar');
  });

  it('asks for the required configuration before it installs the older family', async () => {
    await user.openChange('Install');
    await user.chooseVersion(family, '1.13.0');
    await user.chooseVersion(`${family}-backend`, '1.12.0');
    const dialog = user.page.getByRole('dialog').first();
    await dialog.getByText('CONFIG_REQUIRED').waitFor();
    assert.ok(
      await dialog
        .getByRole('button', { name: 'Install', exact: true })
        .isDisabled(),
    );
    await dialog.getByRole('textbox', { name: /url/i }).fill(radar.url);
    await dialog.getByText('CONFIG_REQUIRED').waitFor({ state: 'detached' });
    await user.confirm('Install');
    await user.untilDone(/is installed/);
  });

  it('shows its page, with data from its hosted backend', async () => {
    await user.goto('/tech-radar');
    await user.page.getByText('Rolling plugin hosts').first().waitFor();
    assert.ok(radar.reads() > 0, 'the hosted backend has read the radar');
  });

  it('upgrades to the newer family', async () => {
    await user.goto('/plugins/tech-radar');
    await user.openChange('Upgrade');
    const dialog = user.page.getByRole('dialog').first();
    await dialog.getByRole('cell', { name: '1.12.0' }).waitFor();
    await dialog.getByRole('cell', { name: '1.21.0' }).waitFor();
    await user.confirm('Change version');
    await user.untilDone(/serves the chosen version/);
    await user.goto('/tech-radar');
    await user.page.getByText('Rolling plugin hosts').first().waitFor();
    assert.match(await portal.sceneshift('environments', '--json'), /1\.21\.0/);
  });

  it('rolls back to the older one', async () => {
    await user.goto('/environments/development');
    await user.page.getByText('Generations', { exact: true }).click();
    await user.page.getByRole('button', { name: 'Roll back' }).first().click();
    await user.confirm('Roll back');
    await user.untilDone(/serve again/);
    assert.match(await portal.sceneshift('environments', '--json'), /1\.12\.0/);
    await user.goto('/tech-radar');
    await user.page.getByText('Rolling plugin hosts').first().waitFor();
  });

  it('removes it, and its page is gone', async () => {
    await user.goto('/plugins/tech-radar');
    await user.openChange('Remove');
    await user.confirm('Remove');
    await user.untilDone(/is removed/);
    await user.goto('/tech-radar');
    await user.page
      .getByText(/not found|404/i)
      .first()
      .waitFor();
  });

  it('never restarted the control plane', () => {
    assert.equal(portal.controlPlanePid, pid);
  });
});
