import type { Advisory } from '@sceneshift/backstage-plugin-registry-common';
import type { AdvisoryAcceptance } from '@sceneshift/backstage-plugin-resolver-common';
import type { Command } from 'commander';
import type { Runtime } from '../runtime/Runtime';

const PATH = '/api/resolver/v1/advisory-acceptances';

interface AcceptFlags {
  package?: string;
  range?: string;
  environment?: string;
  reason: string;
  until: string;
}

/** `sceneshift advisory accept` and what belongs to it. */
export function registerAcceptances(advisory: Command, runtime: Runtime) {
  registerAccept(advisory, runtime);
  registerList(advisory, runtime);
  registerRevoke(advisory, runtime);
}

function registerAccept(advisory: Command, runtime: Runtime) {
  const command = advisory
    .command('accept')
    .description('Let versions that have it be chosen until a date')
    .argument('<id>')
    .requiredOption('--reason <text>', 'for those who read plans')
    .requiredOption('--until <date>', 'within a year, such as 2026-12-24')
    .option('--package <name>', 'default: the one that the advisory is about')
    .option('--range <range>', 'only these versions; default: all')
    .option('--environment <name>', 'only there; default: everywhere')
    .action(async (advisoryId: string, flags: AcceptFlags) => {
      const { api, output } = runtime.context(command);
      const { range, environment, reason, until } = flags;
      const packageName =
        flags.package ??
        (
          await api.get<Advisory>(
            `/api/registry/v1/advisories/${encodeURIComponent(advisoryId)}`,
          )
        ).packageName;
      const accepted = await api.post<AdvisoryAcceptance>(PATH, {
        ...{ advisoryId, packageName, range, environment, reason },
        expiresAt: toMoment(until),
      });
      output.result(accepted, () => describe(accepted));
    });
}

function registerList(advisory: Command, runtime: Runtime) {
  const command = advisory
    .command('acceptances')
    .description('List what was accepted, with what has ended')
    .option('--environment <name>', 'only what counts there')
    .action(async ({ environment }: { environment?: string }) => {
      const { api, output } = runtime.context(command);
      output.table(
        await api.list<AdvisoryAcceptance>(PATH, { environment }),
        [
          'id',
          'advisory',
          'package',
          'range',
          'environment',
          'until',
          'state',
          'reason',
        ],
        item => [
          item.id,
          item.advisoryId,
          item.packageName,
          item.range,
          item.environment ?? 'all',
          item.expiresAt,
          item.state,
          item.reason,
        ],
        'No advisory was accepted.',
      );
    });
}

function registerRevoke(advisory: Command, runtime: Runtime) {
  const command = advisory
    .command('revoke')
    .description('Let an accepted advisory count again')
    .argument('<acceptance id>')
    .action(async (id: string) => {
      const { api, output } = runtime.context(command);
      await api.request(`${PATH}/${encodeURIComponent(id)}`, {
        method: 'DELETE',
      });
      output.result({ id, revoked: true }, () => `revoked ${id}`);
    });
}

/** A day ends with it. What is no date is for the portal to refuse. */
function toMoment(until: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(until) ? `${until}T23:59:59Z` : until;
}

function describe({
  id,
  advisoryId,
  packageName,
  environment,
  expiresAt,
}: AdvisoryAcceptance): string {
  const where = environment === undefined ? '' : ` in ${environment}`;
  return `${advisoryId} of ${packageName} is accepted${where} until ${expiresAt} (${id})`;
}
