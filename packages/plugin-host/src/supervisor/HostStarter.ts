import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { HostSpec } from '../protocol/hostSpec';
import type { ArtifactStore, VerifiedArtifact } from './ArtifactStore';
import { failpoint } from './failpoint';
import { passGate, type GateOptions } from './gate';
import type { HostLauncher, HostPlace } from './HostLauncher';
import type { HostLedger } from './HostLedger';
import type { HostProcess } from './HostProcess';
import type { HostYard } from './HostYard';
import { secretsByKey, secretsBySchema } from './redaction';
import type { Semaphore } from './Semaphore';
import type { HostPlan } from './SupervisorState';

/** A start that did not lead to a fit host, with what the host had to say. */
export class HostStartError extends Error {
  constructor(readonly reason: unknown, readonly logs: string[]) {
    super(reason instanceof Error ? reason.message : String(reason));
    this.name = 'HostStartError';
  }
}

/** Brings one host up, from its plan to the passed gate. At most a few at a time: starting is what costs CPU. */
export class HostStarter {
  constructor(
    private readonly options: {
      artifacts: ArtifactStore;
      yard: HostYard;
      ledger: HostLedger;
      launcher: HostLauncher;
      boots: Semaphore;
      controlPlaneUrl: string;
      orphanTimeoutMs: number;
      userOf: (pluginId: string) => number | undefined;
    },
  ) {}

  /** Resolves with a host that has passed the gate; leaves nothing behind otherwise. */
  async start(
    plan: HostPlan,
    options: Omit<GateOptions, 'timeoutMs'>,
  ): Promise<HostProcess> {
    // Nobody waits in the queue for what has to be fetched again.
    await this.#verify(plan.host, options.signal);
    return this.options.boots.run(async () => {
      options.signal.throwIfAborted();
      // The wait may have been long enough to change what was verified.
      const artifacts = await this.#verify(plan.host, options.signal);
      failpoint('supervisor.artifacts.verified');
      const { yard, userOf } = this.options;
      const place = yard.plan(userOf(plan.host.pluginId));
      try {
        return await this.#boot(plan, place, artifacts, options);
      } catch (error) {
        await yard.remove(place);
        throw error;
      }
    });
  }

  async #boot(
    plan: HostPlan,
    place: HostPlace,
    artifacts: VerifiedArtifact[],
    options: Omit<GateOptions, 'timeoutMs'>,
  ): Promise<HostProcess> {
    const secrets = secretsOf(plan, artifacts);
    const host = await this.options.launcher.launch({
      place,
      specDigest: plan.host.specDigest,
      maxOldSpaceMb: plan.policy.maxOldSpaceMb,
      budget: {
        maxRssMb: plan.policy.maxRssMb,
        ownUser: place.uid !== undefined,
      },
      secrets,
      spec: await this.#spec(plan, place, artifacts, secrets),
    });
    try {
      const timeoutMs = plan.policy.gateTimeoutMs;
      await passGate(host, plan.host, { ...options, timeoutMs });
      return host;
    } catch (error) {
      await host.kill();
      const logs = host.log.tail();
      await this.options.ledger.ended(place.hostId);
      throw new HostStartError(error, logs);
    }
  }

  async #spec(
    { host, sharedConfig }: HostPlan,
    place: HostPlace,
    artifacts: VerifiedArtifact[],
    secrets: string[],
  ): Promise<HostSpec> {
    const { yard, controlPlaneUrl, orphanTimeoutMs } = this.options;
    const packages = await yard.layOut(place, host, artifacts);
    failpoint('supervisor.host.laidOut');
    return {
      hostId: place.hostId,
      pluginId: host.pluginId,
      packages,
      socketPath: yard.socketPath(place),
      controlPlaneUrl,
      sharedConfig,
      config: host.config,
      database: host.database,
      signingKey: { keyId: host.signingKey.keyId, ...yard.keyFiles(place) },
      secrets,
      orphanTimeoutMs,
    };
  }

  async #verify(
    host: DesiredHost,
    signal: AbortSignal,
  ): Promise<VerifiedArtifact[]> {
    const verified: VerifiedArtifact[] = [];
    for (const wanted of host.packages) {
      verified.push(await this.options.artifacts.verified(wanted, signal));
    }
    return verified;
  }
}

/** Every string of a plan that must not reach a log. */
export function secretsOf(
  { host, sharedConfig }: HostPlan,
  artifacts: VerifiedArtifact[] = [],
): string[] {
  const schemas = artifacts.map(artifact => artifact.manifest.configSchema);
  return [
    ...new Set([
      host.database.password,
      host.signingKey.privateKey,
      ...(host.secretValues ?? []),
      ...secretsByKey(host.config),
      ...secretsByKey(sharedConfig),
      ...schemas.flatMap(schema => secretsBySchema(host.config, schema)),
    ]),
  ].filter(Boolean);
}
