import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { HostStatus, UnhandledErrorSummary } from '../protocol/hostStatus';
import { describeHost } from './exitError';
import { FLOOD_WINDOW_MS, LogFlood } from './LogFlood';
import type { HostPlan } from './SupervisorState';

const MIB = 1024 * 1024;

/**
 * What a host does that harms nobody else, and that a good version does not do: errors that nothing handles, and a log
 * that is flooded. Of a version on trial it is a reason to go back; later it is only told.
 */
export class HostConduct {
  readonly #flood = new LogFlood();
  #errors: UnhandledErrorSummary = { count: 0 };

  constructor(private readonly plan: HostPlan) {}

  answered({ unhandledErrors }: HostStatus): void {
    if (unhandledErrors) this.#errors = unhandledErrors;
  }

  droppedFromLog(bytes: number, now: number): void {
    this.#flood.dropped(bytes, now);
  }

  /** What people should know of it. */
  warning(now: number): SceneshiftError | undefined {
    return (
      unhandledError(this.plan.host, this.#errors) ?? this.#floodError(now)
    );
  }

  /** What a version on trial is taken back for. */
  offence(now: number): SceneshiftError | undefined {
    return refusesUnhandledErrors(this.plan)
      ? this.warning(now)
      : this.#floodError(now);
  }

  #floodError(now: number): SceneshiftError | undefined {
    const bytes = this.#flood.size(now);
    if (!bytes) return undefined;
    return new SceneshiftError(
      'HOST_LOG_FLOOD',
      `${describeHost(this.plan.host)} floods its log: ${Math.round(
        bytes / MIB,
      )} MiB of it were dropped within ${
        FLOOD_WINDOW_MS / 1000
      } s; log less, or at the level debug`,
    );
  }
}

/** Unless the environment says otherwise, also where it was written down before it could. */
export function refusesUnhandledErrors({ policy }: HostPlan): boolean {
  return policy.undoOnUnhandledErrors ?? true;
}

/** The reason that a host with unhandled errors gives; undefined when it has none. */
export function unhandledError(
  host: DesiredHost,
  { count, last }: UnhandledErrorSummary,
): SceneshiftError | undefined {
  if (!count) return undefined;
  return new SceneshiftError(
    'HOST_UNHANDLED_ERROR',
    `Nothing in ${describeHost(host)} handles its error: ${last}${
      count > 1 ? ` (the newest of ${count})` : ''
    }; await or catch it, or set undoOnUnhandledErrors of the environment to false`,
  );
}
