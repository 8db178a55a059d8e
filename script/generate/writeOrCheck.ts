import fs from 'node:fs';
import path from 'node:path';

/** Writes a generated file; with `--check` it only compares, and fails when the file is not what would be written. */
export function writeOrCheck(file: string, content: string): void {
  const name = path.relative(process.cwd(), file);
  if (!process.argv.includes('--check')) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    process.stdout.write(`${name} written\n`);
    return;
  }
  const present = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (present === content) return;
  process.stderr.write(
    `${name} is not what script/generate/run makes; run it and commit the result\n`,
  );
  process.exitCode = 1;
}
