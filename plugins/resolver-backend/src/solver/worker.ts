/**
 * The thread that searches: requests are parsed, answered and written here, so that the event loop of the control plane
 * only moves bytes.
 */
import { parentPort } from 'node:worker_threads';
import type { ResolveRequest } from '@sceneshift/backstage-plugin-resolver-common';
import { answerRequest, readFacts, type ReadFacts } from './answerRequest';
import { factsNeededBy } from './factsNeeded';
import { handedOver, type SolverReply, type SolverTask } from './messages';

/** Snapshots that stay read: requests come in series over the same one. */
const KEPT_SNAPSHOTS = 4;
const kept = new Map<string, ReadFacts>();

function reply({ request: bytes, snapshot, policy }: SolverTask): SolverReply {
  const request = parse(bytes);
  if (request === undefined) return refused('is not JSON');
  const needs = snapshot ? undefined : factsNeededBy(request);
  if (needs) return { kind: 'needs', needs, request: bytes };
  const answer = answerRequest(
    request,
    snapshot && { ...recall(snapshot), policy },
  );
  const accepted = !('error' in answer) || answer.error.code === 'TIMEOUT';
  const staleFacts = snapshot?.stale;
  return {
    kind: 'answer',
    accepted,
    answer: encode({ ...answer, staleFacts }),
  };
}

function parse(bytes: Uint8Array): ResolveRequest | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refused(message: string): SolverReply {
  const error = {
    code: 'INPUT_INVALID',
    field: '',
    message: `The request ${message}`,
  };
  const answer = encode({ ok: false, error });
  return { kind: 'answer', accepted: false, answer };
}

function recall({ id, bytes }: NonNullable<SolverTask['snapshot']>): ReadFacts {
  const read = kept.get(id) ?? readFacts(id, Buffer.from(bytes).toString());
  kept.delete(id);
  kept.set(id, read);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > KEPT_SNAPSHOTS) kept.delete(oldest);
  return read;
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function bytesOf(answered: SolverReply): ArrayBuffer[] {
  switch (answered.kind) {
    case 'answer':
      return handedOver(answered.answer);
    case 'needs':
      return handedOver(answered.request);
    default:
      return [];
  }
}

parentPort?.on('message', (task: SolverTask) => {
  try {
    const answered = reply(task);
    parentPort?.postMessage(answered, bytesOf(answered));
  } catch (error) {
    const message = error instanceof Error ? error.stack ?? '' : String(error);
    parentPort?.postMessage({ kind: 'failed', message } satisfies SolverReply);
  }
});
