import {
  useApi,
  useApiHolder,
  configApiRef,
} from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  REMOTES_SIGNAL_CHANNEL,
  type RemotesSignal,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useCallback, useEffect, useState } from 'react';
import { fetchRemotesList } from './fetchRemotesList';

const POLL_MS = 30_000;

/**
 * The revision of the remotes when it is not the one that this page has loaded. The control plane signals
 * changes; asking now and then covers lost signals and pages that slept.
 */
export function useNewRevision(
  loadedRevision: string | undefined,
): string | undefined {
  const backendBaseUrl = useApi(configApiRef).getString('backend.baseUrl');
  const [revision, setRevision] = useState(loadedRevision);
  const check = useCallback(async () => {
    if (document.visibilityState === 'hidden') return;
    const latest = await readRevision(backendBaseUrl);
    if (latest !== undefined) setRevision(latest);
  }, [backendBaseUrl]);
  useRemotesSignal(setRevision);
  useEffect(() => {
    const timer = setInterval(check, POLL_MS);
    window.addEventListener('focus', check);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', check);
    };
  }, [check]);
  return revision === loadedRevision ? undefined : revision;
}

/** A portal that is away for a moment has no news: the next round asks again. */
async function readRevision(
  backendBaseUrl: string,
): Promise<string | undefined> {
  try {
    return (await fetchRemotesList({ backendBaseUrl })).revision;
  } catch {
    return undefined;
  }
}

function useRemotesSignal(onRevision: (revision: string) => void) {
  const apis = useApiHolder();
  useEffect(() => {
    const subscription = apis
      .get(signalApiRef)
      ?.subscribe<RemotesSignal>(REMOTES_SIGNAL_CHANNEL, signal =>
        onRevision(signal.revision),
      );
    return () => subscription?.unsubscribe();
  }, [apis, onRevision]);
}
