import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PortalPage } from '../src/PortalPage.ts';
import { UnprotectedApp } from './UnprotectedApp.ts';

/** What a person sees in the end: longer than the time that the portal gives a remote. */
const PATIENCE_MS = 10_000;
const own = "The portal's own catalog";

/** What each fault makes of the page that belongs to somebody else. */
const harms: Array<
  [name: string, harm: 'blank' | 'replaced', how?: 'bare' | 'first']
> = [
  ['remote-throws', 'blank'],
  ['remote-hangs', 'blank'],
  ['remote-missing', 'blank'],
  ['mf-manifest', 'blank'],
  ['throws-while-rendering', 'blank', 'bare'],
  // Of two plugins with one id the later stays, of two pages with one path the earlier.
  ['takes-catalog-id', 'replaced'],
  ['takes-catalog-route', 'replaced', 'first'],
];

describe('without safeguards in the app, a remote', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sceneshift-app-'));
  let app: UnprotectedApp;
  let user: PortalPage;

  before(async () => {
    app = await UnprotectedApp.start(folder);
    user = await PortalPage.open(app.url);
  });

  after(async () => {
    await user?.close();
    await app?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const visit = (remote: string, how = '') =>
    user.goto(`/catalog?remote=${remote}&${how}`);

  it('that is good leaves the catalog alone', async () => {
    await visit('good');
    await user.page.getByText(own).waitFor();
  });

  for (const [name, harm, how] of harms) {
    it(`that ${name} leaves the catalog ${harm}`, async () => {
      await visit(name, how);
      await sleep(PATIENCE_MS);
      assert.equal(await user.page.getByText(own).count(), 0);
      const text = (await user.page.locator('#root').innerText()).trim();
      if (harm === 'blank') assert.equal(text, '');
      else assert.notEqual(text, '');
    });
  }
});
