import { pipeline } from 'node:stream/promises';
import { Parser, type ReadEntry } from 'tar';
import { safePath } from './entryPaths';
import {
  EntryCollector,
  openTar,
  wrongType,
  type Reading,
  type ReadOptions,
} from './entries';

const TYPES: Record<string, 'file' | 'directory'> = {
  File: 'file',
  OldFile: 'file',
  Directory: 'directory',
};

/** Second reading, by another parser: where it sees something else, a smuggler was at work. */
export async function readWithNodeTar(
  file: string,
  options: ReadOptions,
): Promise<Reading> {
  const { source, gunzip, meter } = await openTar(file, options.limits);
  const collector = new EntryCollector(options);
  const fail = (error: unknown) => meter.destroy(error as Error);
  const parser = new Parser({
    strict: true,
    onReadEntry: entry => collect(entry, collector, fail),
  });
  await pipeline(source, gunzip, meter, async tar => {
    for await (const chunk of tar) {
      if (!parser.write(chunk)) await once(parser);
    }
    const ended = new Promise((resolve, reject) => {
      parser.on('end', resolve);
      parser.on('error', reject);
    });
    parser.end();
    await ended;
  });
  return collector;
}

function once(parser: Parser): Promise<void> {
  return new Promise(resolve => {
    parser.once('drain', () => resolve());
  });
}

function collect(
  entry: ReadEntry,
  collector: EntryCollector,
  fail: (error: unknown) => void,
): void {
  try {
    const type = TYPES[entry.type];
    if (!type) throw wrongType(entry.path, entry.type);
    const digest = collector.begin({
      path: safePath(entry.path),
      type,
      size: entry.size,
      mode: (entry.mode ?? 0o644) & 0o777,
    });
    entry.on('data', chunk => digest.update(chunk));
    entry.on('end', () => digest.end());
  } catch (error) {
    entry.resume();
    fail(error);
  }
}
