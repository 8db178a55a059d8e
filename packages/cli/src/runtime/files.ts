import { readFile, writeFile } from 'node:fs/promises';
import { cannotRead, cannotWrite } from './fileErrors';

/** The text of a file that somebody named, without the byte order mark that some editors put first. */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch(error => cannotRead(file, error));
  return new TextDecoder().decode(bytes);
}

/** Writes a file where somebody wants it. */
export async function writeText(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch(error => cannotWrite(file, error));
}
