import {
  ADVISORY_SEVERITIES,
  type Advisory,
  type RecordAdvisoryRequest,
} from '@sceneshift/backstage-plugin-registry-common';
import { Option, type Command } from 'commander';
import { registerAcceptances } from './acceptances';
import { segment } from '../client/paths';
import type { Runtime } from '../runtime/Runtime';

const PATH = '/api/registry/v1/advisories';

type AddFlags = Pick<RecordAdvisoryRequest, 'id' | 'severity' | 'title'> & {
  link?: string;
};

/** `sceneshift advisory`. */
export function registerAdvisories(program: Command, runtime: Runtime) {
  const advisory = program
    .command('advisory')
    .description("Known faults of the organization's packages");
  registerAdd(advisory, runtime);
  registerList(advisory, runtime);
  registerWithdraw(advisory, runtime);
  registerAcceptances(advisory, runtime);
}

function registerAdd(advisory: Command, runtime: Runtime) {
  const command = advisory
    .command('add')
    .description('Record one; the same id again changes what it says')
    .argument('<package>')
    .argument('<range>', "the versions that have it, such as '<1.2.3'")
    .requiredOption('--id <id>', 'such as GHSA-… or CVE-…')
    .addOption(
      new Option('--severity <severity>')
        .choices(ADVISORY_SEVERITIES)
        .makeOptionMandatory(),
    )
    .requiredOption('--title <text>')
    // --url is the portal's.
    .option('--link <url>', 'where to read more')
    .action(
      async (
        packageName: string,
        range: string,
        { id, severity, title, link }: AddFlags,
      ) => {
        const { api, output } = runtime.context(command);
        const body = { id, packageName, range, severity, title, url: link };
        const recorded = await api.post<Advisory>(PATH, body);
        output.result(recorded, () => describe(recorded));
      },
    );
}

function registerList(advisory: Command, runtime: Runtime) {
  const command = advisory
    .command('list')
    .description('List them, withdrawn ones included')
    .option('--package <name>', 'only those of one package')
    .action(async (flags: { package?: string }) => {
      const { api, output } = runtime.context(command);
      output.table(
        await api.list<Advisory>(PATH, { package: flags.package }),
        [
          'id',
          'severity',
          'package',
          'range',
          'affected here',
          'title',
          'state',
        ],
        item => [
          item.id,
          item.severity,
          item.packageName,
          item.range,
          item.affected.join(' '),
          item.title,
          item.withdrawnAt ? 'withdrawn' : 'active',
        ],
        'No advisories.',
      );
    });
}

function registerWithdraw(advisory: Command, runtime: Runtime) {
  const command = advisory
    .command('withdraw')
    .description('Withdraw one; it stays on record and counts no more')
    .argument('<id>')
    .action(async (id: string) => {
      const { api, output } = runtime.context(command);
      await api.request(`${PATH}/${segment('id of an advisory', id)}`, {
        method: 'DELETE',
      });
      output.result({ id, withdrawn: true }, () => `withdrew ${id}`);
    });
}

function describe({ id, packageName, affected }: Advisory): string {
  return affected.length > 0
    ? `${id} affects ${packageName} ${affected.join(', ')}`
    : `${id} affects no version of ${packageName} that is here`;
}
