import { useDebounced } from '@sceneshift/backstage-platform-react';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';

const DEBOUNCE_MS = 250;

/**
 * The search text, kept in the address so that a search can be shared and survives going back.
 * `query` lags behind `text` until typing pauses.
 */
export function useSearchQuery() {
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('q') ?? '');
  const query = useDebounced(text.trim(), DEBOUNCE_MS);
  useEffect(() => {
    setParams(
      previous => {
        const next = new URLSearchParams(previous);
        if (query) next.set('q', query);
        else next.delete('q');
        return next;
      },
      { replace: true },
    );
  }, [query, setParams]);
  return { text, setText, query };
}
