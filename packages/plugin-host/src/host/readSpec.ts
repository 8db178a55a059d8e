import { text } from 'node:stream/consumers';
import type { HostSpec } from '../protocol/hostSpec';

/**
 * Reads the specification from standard input. A supervisor that dies between the start of the process and the end of
 * the document leaves a truncated one: the host then ends instead of becoming an orphan.
 */
export async function readSpec(
  input: NodeJS.ReadableStream,
): Promise<HostSpec | undefined> {
  const document = await text(input);
  try {
    return JSON.parse(document) as HostSpec;
  } catch {
    return undefined;
  }
}
