/**
 * The process that reads what strangers upload: it parses one tarball, answers, and ends. It has no credentials, no
 * database and little memory, and its parent kills it when it takes too long.
 */
import { isSceneshiftError } from '@sceneshift/backstage-platform-common';
import { readArtifact } from './readArtifact';
import { readNpmDocument } from './readNpmDocument';
import { readPackage } from './readPackage';
import type { IngestJob, IngestReply, IngestResults } from './types';

async function run(
  job: IngestJob,
): Promise<IngestResults[keyof IngestResults]> {
  switch (job.kind) {
    case 'package':
      return readPackage(job.file, job.limits);
    case 'artifact':
      return readArtifact(job.file, job.limits);
    default:
      return readNpmDocument(job.file, job.tarballFile, job.limits);
  }
}

function toReply(error: unknown): IngestReply {
  if (isSceneshiftError(error)) {
    return { ok: false, code: error.code, message: error.detail };
  }
  return { ok: false, code: 'INTERNAL', message: String(error) };
}

process.once('message', (job: IngestJob) => {
  run(job)
    .then((result): IngestReply => ({ ok: true, result }), toReply)
    .then(reply => process.send?.(reply, () => process.disconnect()));
});
