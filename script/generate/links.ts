import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Not a generator: fails when a document links to a file that is not there. */
const checkout = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

const documents = execFileSync('git', ['ls-files', '*.md'], {
  cwd: checkout,
  encoding: 'utf8',
})
  .split('\n')
  .filter(file => file && !file.startsWith('examples/'));

for (const document of documents) {
  const folder = path.join(checkout, path.dirname(document));
  const text = fs.readFileSync(path.join(checkout, document), 'utf8');
  for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
    if (!target || /^[a-z]+:/.test(target)) continue;
    if (fs.existsSync(path.join(folder, target))) continue;
    process.stderr.write(
      `${document} links to ${target}, which is not there\n`,
    );
    process.exitCode = 1;
  }
}
