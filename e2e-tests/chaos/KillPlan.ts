import { changedPlugins } from './ChaosWorld.ts';
import { changes, type PluginId } from './actions.ts';
import { allFailpoints, type Failpoint } from './failpoints.ts';
import type { Random } from './Random.ts';

/** What happens in one round. Everything in it follows from the seed. */
export type Kill =
  | ({ at: 'failpoint'; failpoint: Failpoint } & Subject)
  | ({ at: 'moment'; victim: Victim; delayMs: number } & Subject);

export type Victim = 'controlPlane' | 'supervisor' | 'host' | 'both';

interface Subject {
  change: keyof typeof changes;
  pluginId: PluginId;
  /** Which supervisor; taken modulo their number. */
  replica: number;
}

const changeNames = Object.keys(changes) as Array<keyof typeof changes>;
const victims: Victim[] = ['controlPlane', 'supervisor', 'host', 'both'];

/** Every third kill comes at a moment that nobody named. */
const SHARE_OF_MOMENTS = 0.3;
const LONGEST_DELAY_MS = 2_500;

/** Decides the rounds, one after the other; each failpoint has its turn before any has its second. */
export class KillPlan {
  readonly #random: Random;
  #bag: Failpoint[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** @param replicas - how many supervisors there are */
  next(replicas: number): Kill {
    const random = this.#random;
    const subject: Subject = {
      change: random.pick(changeNames),
      pluginId: random.pick(changedPlugins),
      replica: random.below(1_000),
    };
    if (random.next() < SHARE_OF_MOMENTS) {
      const victim = random.pick(victims);
      const delayMs = random.below(LONGEST_DELAY_MS);
      return { at: 'moment', victim, delayMs, ...subject };
    }
    const failpoint = this.#draw(replicas);
    // Only another version has to be fetched, and none is where the others lead through.
    const change =
      failpoint.process === 'supervisor' || failpoint.replicas > 1
        ? 'upgrade'
        : subject.change;
    return { at: 'failpoint', failpoint, ...subject, change };
  }
  /** What cannot be reached yet stays in the bag. */
  #draw(replicas: number): Failpoint {
    const reachable = (failpoint: Failpoint) => failpoint.replicas <= replicas;
    if (!this.#bag.some(reachable))
      this.#bag = [...this.#bag, ...this.#random.shuffled(allFailpoints)];
    const [failpoint] = this.#bag.splice(this.#bag.findIndex(reachable), 1);
    return failpoint!;
  }
}
