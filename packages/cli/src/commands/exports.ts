import { resolve } from 'node:path';
import {
  exportFileName,
  type DataExport,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Command } from 'commander';
import { download } from '../client/download';
import { environmentPath, segment } from '../client/paths';
import { formatBytes } from '../output/table';
import { CliError, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift exports`: data of plugins that was exported before it was deleted. */
export function registerExports(program: Command, runtime: Runtime) {
  const exports = program
    .command('exports')
    .description('Data of plugins, exported before it was deleted');
  registerList(exports, runtime);
  registerDownload(exports, runtime);
  registerDelete(exports, runtime);
}

function exportsPath(environment: string): string {
  return `${environmentPath(environment)}/exports`;
}

function exportPath(environment: string, id: string): string {
  return `${exportsPath(environment)}/${segment('id of an export', id)}`;
}

function registerList(exports: Command, runtime: Runtime) {
  const command = exports
    .command('list')
    .description('List exports, newest first')
    .argument('<environment>')
    .action(async (environment: string) => {
      const { api, output } = runtime.context(command);
      output.table(
        await api.list<DataExport>(exportsPath(environment)),
        [
          'id',
          'plugin',
          'state',
          'database',
          'data of',
          'tables',
          'rows',
          'size',
        ],
        item => [
          item.id,
          item.pluginId,
          item.state,
          item.kind,
          item.takenAt,
          String(item.tables.length),
          String(item.tables.reduce((sum, { rows }) => sum + rows, 0)),
          item.sizeBytes === undefined ? '' : formatBytes(item.sizeBytes),
        ],
        'No exports.',
      );
    });
}

function registerDownload(exports: Command, runtime: Runtime) {
  const command = exports
    .command('download')
    .description('Save an export: schema.json and one CSV file per table')
    .argument('<environment>')
    .argument('<id>')
    .option(
      '-o, --output <file>',
      'default: <environment>-<plugin>-data.tar.gz, or, of a snapshot, its kind and time in the place of data',
    )
    .action(
      async (environment: string, id: string, flags: { output?: string }) => {
        const { api, output } = runtime.context(command);
        const all = await api.list<DataExport>(exportsPath(environment));
        const item = all.find(candidate => candidate.id === id);
        if (!item?.digest) {
          throw new CliError(
            `There is no complete export '${id}' in '${environment}'`,
            EXIT.failed,
            'DATA_EXPORT_NOT_FOUND',
          );
        }
        const file = resolve(
          runtime.world.cwd,
          flags.output ?? exportFileName(item),
        );
        await download(
          api,
          `${exportPath(environment, id)}/content`,
          file,
          item.digest,
        );
        output.result({ ...item, file }, () => `saved ${file}`);
      },
    );
}

function registerDelete(exports: Command, runtime: Runtime) {
  const command = exports
    .command('delete')
    .description('Delete an export: its data is gone for good')
    .argument('<environment>')
    .argument('<id>')
    .action(async (environment: string, id: string) => {
      const { api, output } = runtime.context(command);
      await api.request(exportPath(environment, id), { method: 'DELETE' });
      output.result({ id, deleted: true }, () => `deleted ${id}`);
    });
}
