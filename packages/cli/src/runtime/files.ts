import { readFile, writeFile } from 'node:fs/promises';
import { cannotRead, cannotWrite } from './fileErrors';

/** The text of a file that somebody named. */
export async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(error => cannotRead(file, error));
}

/** Writes a file where somebody wants it. */
export async function writeText(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch(error => cannotWrite(file, error));
}
