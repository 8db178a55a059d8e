import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { HostStatus, UnhandledErrorSummary } from '../protocol/hostStatus';
import { describeHost } from './exitError';
import { FLOOD_WINDOW_MS } from './LogFlood';
import type { LogLimit } from './LogLimit';
import type { HostPlan } from './SupervisorState';

const MIB = 1024 * 1024;

/**
 * What a host does that harms nobody else, and that a good version does not do: errors that nothing handles, and a log
 * that is flooded. Of a version on trial it is a reason to go back; later it is only told.
 */
export class HostConduct {
  #errors: UnhandledErrorSummary = { count: 0 };

  constructor(
    private readonly plan: HostPlan,
    private readonly log: Pick<LogLimit, 'flood'>,
  ) {}

  answered({ unhandledErrors }: HostStatus): void {
    if (unhandledErrors) this.#errors = unhandledErrors;
  }

  /** What people should know of it. */
  get warning(): SceneshiftError | undefined {
    return unhandledError(this.plan.host, this.#errors) ?? this.#flood;
  }

  /** What a version on trial is taken back for. */
  get offence(): SceneshiftError | undefined {
    return refusesUnhandledErrors(this.plan) ? this.warning : this.#flood;
  }

  get #flood(): SceneshiftError | undefined {
    return floodError(this.plan.host, this.log);
  }
}

/** The reason that a host with a flooded log gives; undefined when it has none. */
export function floodError(
  host: DesiredHost,
  { flood }: Pick<LogLimit, 'flood'>,
): SceneshiftError | undefined {
  if (!flood) return undefined;
  return new SceneshiftError(
    'HOST_LOG_FLOOD',
    `${describeHost(host)} floods its log: ${Math.round(
      flood / MIB,
    )} MiB of it were dropped within ${
      FLOOD_WINDOW_MS / 1000
    } s; log less, or at the level debug`,
  );
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
