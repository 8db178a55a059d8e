import { readFile, writeFile } from 'node:fs/promises';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import secureJson from 'secure-json-parse';
import { z } from 'zod/v4';
import { readPackage } from './readPackage';
import type { IngestLimits, IngestResults } from './types';

const MAX_TAGS = 100;

const attachmentSchema = z.object({ data: z.string() });
const documentSchema = z.object({
  name: z.string().max(214),
  'dist-tags': z
    .record(z.string().max(128), z.string().max(128))
    .refine(tags => Object.keys(tags).length <= MAX_TAGS)
    .optional(),
  versions: z
    .record(z.string().max(128), z.record(z.string(), z.unknown()))
    .optional(),
  _attachments: z.record(z.string(), attachmentSchema).optional(),
});

/**
 * Reads what `npm publish`, `npm deprecate` and their like send. Done in the worker because the tarball hides in it as
 * base64: parsing that many bytes would stall every other request of the control plane.
 */
export async function readNpmDocument(
  file: string,
  tarballFile: string,
  limits: IngestLimits,
): Promise<IngestResults['npm-document']> {
  const { _attachments = {}, ...document } = parse(
    await readFile(file, 'utf8'),
  );
  const [attachment, ...more] = Object.values(_attachments);
  if (!attachment) return { document };
  if (more.length > 0) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      'The document has several attachments: publish one version at a time',
    );
  }
  const bytes = Buffer.from(attachment.data, 'base64');
  if (bytes.length > limits.tarballBytes) {
    throw new SceneshiftError(
      'TARBALL_TOO_LARGE',
      `The tarball is larger than ${limits.tarballBytes} bytes`,
    );
  }
  await writeFile(tarballFile, bytes, { flag: 'wx', mode: 0o600 });
  return { document, attached: await readPackage(tarballFile, limits) };
}

function parse(text: string): z.infer<typeof documentSchema> {
  try {
    const value = secureJson.parse(text, null, {
      protoAction: 'error',
      constructorAction: 'error',
    });
    return documentSchema.parse(value);
  } catch (error) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `The body is not what npm clients send: ${(error as Error).message.slice(
        0,
        500,
      )}`,
      { cause: error },
    );
  }
}
