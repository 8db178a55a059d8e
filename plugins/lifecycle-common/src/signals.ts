import type { RolloutState } from './types';

/** The signals channel that tells of every change of an environment. @public */
export function environmentSignalChannel(environment: string): string {
  return `lifecycle:environment:${environment}`;
}

/** The signals channel that tells open pages that the remotes have changed. @public */
export const REMOTES_SIGNAL_CHANNEL = 'lifecycle:remotes';

/** Sent on {@link environmentSignalChannel}: read again what it names. @public */
export type EnvironmentSignal = {
  environment: string;
  rolloutId?: string;
  state?: RolloutState;
};

/** Sent on {@link REMOTES_SIGNAL_CHANNEL}. @public */
export type RemotesSignal = {
  environment: string;
  /** Compare with the revision of the list that the page has loaded. */
  revision: string;
};
