import type { Verdict } from '@sceneshift/backstage-platform-common';
import type { StatusTone } from '@sceneshift/backstage-platform-react';

const CHECKS: Record<Verdict['check'], string> = {
  structure: 'Structure',
  artifact: 'Artifact',
  link: 'Links',
};

const TONES: Record<Verdict['state'], StatusTone> = {
  PENDING: 'progress',
  PASSED: 'success',
  FAILED: 'danger',
  ERROR: 'warning',
};

/**
 * How the outcome of a check is called and coloured.
 *
 * @param isOneOfMany - whether the same check was made for other releases too: then the release is part of the name
 */
export function describeVerdict(
  verdict: Verdict,
  isOneOfMany = false,
): {
  label: string;
  tone: StatusTone;
  title: string;
} {
  const state = verdict.state.toLowerCase();
  return {
    label: [CHECKS[verdict.check], isOneOfMany && verdict.baseline]
      .filter(Boolean)
      .join(' '),
    tone: TONES[verdict.state],
    title: [
      `${CHECKS[verdict.check]} ${state}`,
      verdict.baseline,
      verdict.message,
    ]
      .filter(Boolean)
      .join(': '),
  };
}
