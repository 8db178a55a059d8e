import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Target } from './Target';

/** While no host serves. */
export function unavailable({ pluginId }: Target): SceneshiftError {
  return new SceneshiftError(
    'HOST_UNAVAILABLE',
    `The plugin '${pluginId}' is installed but is not serving right now: try again in a moment.`,
  );
}

/** It answers more slowly than it is asked, or not at all: what else it is asked must not take the connections of others. */
export function busy({
  environment,
  pluginId,
  maxRequestsInFlight,
}: Target): SceneshiftError {
  return new SceneshiftError(
    'HOST_BUSY',
    `The plugin '${pluginId}' has ${maxRequestsInFlight} requests under way, as many as it may have: try again in a moment. If it needs more at a time, raise policy.maxRequestsInFlight of the environment '${environment}'.`,
  );
}

/** The host was asked and is silent. */
export function hostTimeout({
  pluginId,
  requestTimeoutMs,
}: Target): SceneshiftError {
  return new SceneshiftError(
    'HOST_TIMEOUT',
    `The plugin '${pluginId}' did not answer within ${requestTimeoutMs} ms.`,
  );
}

/** The host was asked and is gone. */
export function connectionLost(
  { pluginId }: Target,
  cause: Error,
): SceneshiftError {
  return new SceneshiftError(
    'HOST_CONNECTION_LOST',
    `The plugin '${pluginId}' ended while it answered. Whether it acted on the request is not known.`,
    { cause },
  );
}

/** The head of an answer that cannot be passed on: a status below 100, control characters. */
export function answerInvalid(
  { pluginId }: Target,
  cause: unknown,
): SceneshiftError {
  return new SceneshiftError(
    'HOST_ANSWER_INVALID',
    `The plugin '${pluginId}' answered with a status line or headers that HTTP does not allow: tell those who maintain it.`,
    { cause },
  );
}

/** One of the above, when a connection was ended with it. */
export function asProblem(error: Error): SceneshiftError | undefined {
  return error instanceof SceneshiftError ? error : undefined;
}
