import { useState } from 'react';

/** Remembers in this tab that something was dismissed, so that a reload does not bring it back. */
export function useDismissal(key: string): [boolean, () => void] {
  const [dismissed, setDismissed] = useState(
    () => window.sessionStorage.getItem(key) !== null,
  );
  const dismiss = () => {
    window.sessionStorage.setItem(key, 'dismissed');
    setDismissed(true);
  };
  return [dismissed, dismiss];
}
