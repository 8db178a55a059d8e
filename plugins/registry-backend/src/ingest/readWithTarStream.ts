import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { safePath } from './entryPaths';
import {
  EntryCollector,
  openTar,
  wrongType,
  type Reading,
  type ReadOptions,
} from './entries';

/** First reading. It decides what the tarball holds. */
export async function readWithTarStream(
  file: string,
  options: ReadOptions,
): Promise<Reading> {
  const { source, gunzip, meter } = await openTar(file, options.limits);
  const collector = new EntryCollector(options);
  const parser = extract();
  const consumed = (async () => {
    for await (const entry of parser) {
      const digest = collector.begin(describe(entry.header));
      for await (const chunk of entry) digest.update(chunk as Buffer);
      digest.end();
    }
  })();
  await Promise.all([pipeline(source, gunzip, meter, parser), consumed]);
  return collector;
}

function describe(header: Header) {
  const { type, name, size = 0, mode = 0o644 } = header;
  if (type !== 'file' && type !== 'directory') {
    throw wrongType(name, String(type));
  }
  assertPlainPax(header);
  return { path: safePath(name), type, size, mode: mode & 0o777 };
}

/** Extended headers may lengthen a path or a time; anything that changes how bytes are read is refused. */
function assertPlainPax(header: Header): void {
  const keys = Object.keys(
    (header as { pax?: Record<string, string> | null }).pax ?? {},
  );
  const odd = keys.find(
    key => key === 'size' || key === 'linkpath' || key.startsWith('GNU.'),
  );
  if (odd) throw wrongType(header.name, `file with the extended header ${odd}`);
}
