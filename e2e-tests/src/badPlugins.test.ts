import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { backendFaults, frontendFaults, type Fault } from './faults.ts';
import { GoodPortal } from './GoodPortal.ts';
import { PortalPage } from './PortalPage.ts';

const faults = [...backendFaults, ...frontendFaults];
const ended = ['serving', 'failed', 'rolledBack'];

describe('bad plugins', () => {
  let good: GoodPortal;
  let user: PortalPage;
  let published: ReadonlyMap<Fault, Promise<unknown>>;

  before(async () => {
    good = await GoodPortal.start();
    published = publishAll();
    user = await PortalPage.open(good.portal.url);
    await user.signInAsGuest();
  });

  after(async () => {
    await user?.close();
    await good?.stop();
  });

  /** One after the other, while the tests before wait: packing costs more time than most faults need. */
  function publishAll(): ReadonlyMap<Fault, Promise<unknown>> {
    let before: Promise<unknown> = Promise.resolve();
    const entries = faults.map(fault => {
      const publishing = before.then(() => publish(fault));
      // One that fails is told by its own test, which may not have begun.
      before = publishing.catch(() => undefined);
      return [fault, publishing] as const;
    });
    return new Map(entries);
  }

  function publish({ name }: Fault): Promise<unknown> {
    return name === 'mf-manifest'
      ? good.publishBroken(`bad-${name}`, 'mf-manifest.json')
      : good.publish(`bad-${name}`);
  }

  const versionOf = ({ name }: Fault) => `3.0.0-${name}`;

  const trigger = (path: string) =>
    fetch(`${good.portal.url}/api/hello${path}`, {
      signal: AbortSignal.timeout(30_000),
    }).then(
      response => response.text(),
      // Its host may end before it has answered.
      () => undefined,
    );

  async function assertReason(
    { code, words }: Fault,
    reason: { code: string; message: string } | undefined,
  ): Promise<void> {
    assert.match(reason?.code ?? '', new RegExp(`^(${code})$`));
    assert.match(reason?.message ?? '', words);
    await user.seesOfNewestRollout(
      'development',
      words,
      new RegExp(`^(${code})$`),
    );
  }

  const endings: Record<
    Fault['ending'],
    (fault: Fault, diagnose: (message: string) => void) => Promise<void>
  > = {
    async failed(fault) {
      const { state, reason } = await good.rollOut(
        fault.packageName,
        versionOf(fault),
      );
      assert.equal(state, 'failed');
      await good.assertGoodVersionServes();
      await assertReason(fault, reason);
    },

    async rolledBack(fault, diagnose) {
      const { id, state } = await good.rollOut(
        fault.packageName,
        versionOf(fault),
      );
      assert.ok(ended.includes(state), state);
      const triggered = performance.now();
      const asking = fault.trigger && trigger(fault.trigger);
      const { reason } = await good.lifecycle.until(
        id,
        rollout => ['rolledBack', 'failed'].includes(rollout.state),
        60_000,
      );
      await good.assertGoodVersionServes();
      // Told and not asserted: it depends on the machine.
      const ms = (performance.now() - triggered).toFixed(0);
      diagnose(`the last good version served again after ${ms} ms`);
      await assertReason(fault, reason);
      await asking;
    },

    async refused({ pluginId, code, words }) {
      const plan = await good.lifecycle.plan({ action: 'install', pluginId });
      const problem = plan.problems.find(found => found.code === code);
      assert.equal(problem?.severity, 'blocking');
      assert.match(problem?.message ?? '', words);
      await assert.rejects(good.lifecycle.start(plan), /PLAN_BLOCKED/);
      await user.goto(`/plugins/${pluginId}`);
      await user.openChange('Install');
      await user.sees(words);
      await user.sees(new RegExp(code ?? ''));
      const dialog = user.page.getByRole('dialog').first();
      const button = dialog.getByRole('button', {
        name: 'Install',
        exact: true,
      });
      assert.ok(await button.isDisabled());
    },

    async card(fault) {
      const { state } = await good.rollOut(fault.packageName, versionOf(fault));
      assert.equal(state, 'serving');
      await user.goto('/hello');
      await user.sees(fault.words);
      if (fault.code) await user.sees(new RegExp(fault.code));
      // The card takes no more than the page of this plugin: the portal around it works.
      await user.page.getByRole('link', { name: 'Catalog' }).first().click();
      await user.page
        .getByRole('heading', { name: /catalog/i })
        .first()
        .waitFor();
      await good.assertGoodVersionServes();
    },
  };

  for (const fault of faults) {
    it(`one that ${fault.name} ends ${fault.ending}`, async test => {
      await published.get(fault);
      await good.withoutLoss(() =>
        endings[fault.ending](fault, message => test.diagnostic(message)),
      );
      await good.restore();
      await good.assertGoodVersionServes();
    });
  }

  it('one whose entry is answered with 404 costs its own card', async () => {
    const entries = /assets\/[^/]+\/remoteEntry/;
    await user.page.route(entries, route => route.fulfill({ status: 404 }));
    await good.withoutLoss(async () => {
      await user.goto('/hello');
      await user.sees(/Its entry script could not be loaded/);
      await user.sees(/FETCH_FAILED/);
    });
    await user.page.unroute(entries);
  });

  it('leave the page of the last good version as it was', async () => {
    await user.goto('/hello');
    await user.sees(/hello/i);
    assert.equal(await user.page.getByText('could not be loaded').count(), 0);
  });
});
