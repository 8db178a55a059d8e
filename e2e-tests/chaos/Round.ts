import { setTimeout as sleep } from 'node:timers/promises';
import {
  causes,
  changes,
  killIfThere,
  restore,
  type Action,
  type ActionContext,
} from './actions.ts';
import { changedPlugins, type ChaosWorld } from './ChaosWorld.ts';
import type { ChaosReport } from './ChaosReport.ts';
import { calm, serving } from './invariants.ts';
import type { Kill } from './KillPlan.ts';
import type { KillableProcess } from './KillableProcess.ts';
import type { Random } from './Random.ts';
import type { Replica } from './Replica.ts';
import { untilAllHold } from './until.ts';

const RECOVERY_MS = 120_000;
const CALM_MS = 90_000;
/** How long a failpoint may be waited for once its action is done: probation, draining, audits. */
const REACH_MS = 8_000;

/** One kill, all that follows from it, and the look at what it has left. */
export class Round {
  readonly #world: ChaosWorld;
  readonly #kill: Kill;
  readonly #random: Random;
  readonly #report: ChaosReport;

  constructor(
    world: ChaosWorld,
    kill: Kill,
    random: Random,
    report: ChaosReport,
  ) {
    this.#world = world;
    this.#kill = kill;
    this.#random = random;
    this.#report = report;
  }

  async run(): Promise<void> {
    await restore(this.#context(() => false));
    if (this.#kill.at === 'failpoint') await this.#atFailpoint();
    else await this.#atMoment();
    await this.#settle();
  }

  get #replica(): Replica {
    const { replicas } = this.#world;
    return replicas[this.#kill.replica % replicas.length]!;
  }

  #context(died: () => boolean): ActionContext {
    const { pluginId } = this.#kill;
    const [world, random, replica] = [this.#world, this.#random, this.#replica];
    return { world, random, pluginId, replica, died };
  }

  async #atFailpoint(): Promise<void> {
    if (this.#kill.at !== 'failpoint') return;
    const { failpoint, change } = this.#kill;
    const victim =
      failpoint.process === 'controlPlane'
        ? this.#world.controlPlane
        : this.#replica.process;
    if (!(await this.#arm(victim, failpoint.name))) return;
    if (failpoint.cause !== 'start') {
      const action =
        failpoint.cause === 'upgrade'
          ? changes[change]
          : causes[failpoint.cause];
      await this.#act(victim, action);
    }
    if (victim.armedWith === failpoint.name) {
      this.#report.missed(failpoint.name);
      await this.#killNow(victim, 'idle');
      await this.#restart(victim);
    }
  }

  /**
   * Started anew, with the place where it is to die. What serves must go on meanwhile.
   *
   * @returns whether it lives: some places lie on the way of every start
   */
  async #arm(victim: KillableProcess, failpoint: string): Promise<boolean> {
    await this.#killNow(victim, 'idle');
    const began = await victim.start(failpoint);
    if (began) await Promise.race([awaited(this.#recover()), victim.exited]);
    if (victim.running) return true;
    this.#report.killed(victim.name, failpoint);
    await this.#restart(victim);
    return false;
  }

  /** Does it, and brings the victim back as soon as it has died. */
  async #act(victim: KillableProcess, action: Action): Promise<void> {
    const armed = victim.armedWith;
    const { pid } = victim;
    const died = () => victim.pid !== pid || !victim.running;
    let isAwaited = true;
    const revived = awaited(
      victim.exited.then(async () => {
        // It has not come by the place: whoever ends it later starts it again.
        if (!isAwaited) return;
        this.#report.killed(victim.name, armed ?? 'unarmed');
        await this.#restart(victim);
      }),
    );
    await action(this.#context(died));
    await Promise.race([revived, sleep(REACH_MS)]);
    if (died()) await revived;
    isAwaited = false;
  }

  async #atMoment(): Promise<void> {
    if (this.#kill.at !== 'moment') return;
    const { victim, delayMs, change } = this.#kill;
    const context = this.#context(() => false);
    const changing = changes[change](context);
    const acting = awaited(
      victim === 'host'
        ? // A host that dies on probation takes its version back: that is no failure.
          changing.catch(() => undefined)
        : changing,
    );
    await sleep(delayMs);
    const { controlPlane } = this.#world;
    const supervisor = this.#replica.process;
    if (victim === 'host') this.#killHost();
    if (victim === 'controlPlane' || victim === 'both')
      await this.#killNow(controlPlane, 'moment');
    if (victim === 'supervisor' || victim === 'both')
      await this.#killNow(supervisor, 'moment');
    for (const process of [controlPlane, supervisor])
      if (!process.running) await this.#restart(process);
    await acting;
  }

  #killHost(): void {
    const hosts = Object.values(this.#replica.state?.hosts ?? {});
    const own = hosts.filter(({ pluginId }) =>
      changedPlugins.some(id => id === pluginId),
    );
    if (!own.length) return;
    killIfThere(this.#random.pick(own).process.pid);
    this.#report.killed('host', 'moment');
  }

  async #killNow(
    victim: KillableProcess,
    point: 'idle' | 'moment',
  ): Promise<void> {
    await victim.kill();
    this.#report.killed(victim.name, point);
  }

  async #restart(victim: KillableProcess): Promise<void> {
    await victim.start();
    if (victim === this.#world.controlPlane) await this.#endLeases();
  }

  /** A dead process's lease of 15 s is waited for in one round of ten: in the others it would be most of the time. */
  async #endLeases(): Promise<void> {
    if (this.#random.below(10) === 0) return;
    await this.#world.database.query(
      `UPDATE rollouts SET leased_until = 'epoch' WHERE ended_at IS NULL`,
    );
  }

  async #recover(): Promise<void> {
    await untilAllHold(this.#world, serving, RECOVERY_MS);
  }

  async #settle(): Promise<void> {
    await this.#recover();
    this.#report.recovered();
    await untilAllHold(this.#world, [...calm, ...serving], CALM_MS);
    this.#report.judge(this.#world);
  }
}

/** Looked at later: a rejection before that is not one that nobody handles. */
function awaited<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
