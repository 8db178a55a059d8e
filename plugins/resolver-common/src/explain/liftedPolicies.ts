import { isBarred } from '../request/policy';
import { byName, type Problem } from '../request/Problem';
import type { ExclusionCause } from '../solver/Cause';
import type { FixCandidate } from './fixCandidates';

/** Matches no version. */
const NONE = '<0.0.0-0';

/**
 * What policies rule out, let in: decisions of others, so that these come late. They set options rather than delete them, and so
 * also help where whoever resolves fills in the policies of an environment.
 */
export function liftedPolicies(
  causes: ExclusionCause[],
  { options: { pins, denied, minimumReleaseAgeDays: days } }: Problem,
): FixCandidate[] {
  const policies = causes.filter(({ reason }) => reason === 'policy');
  const names = [...new Set(policies.map(cause => cause.package.name))];
  const lifted = names
    .sort(byName)
    .flatMap(name => [
      ...(pins.has(name)
        ? [
            change(
              { pins: { [name]: '*' } },
              `Drop the pin of ${name} to ${pins.get(name)}`,
            ),
          ]
        : []),
      ...(denied.has(name)
        ? [
            change(
              { denied: { [name]: NONE } },
              `Allow ${name} ${denied.get(name)} although it is denied`,
            ),
          ]
        : []),
    ]);
  const isYoung = policies.some(({ detail }) =>
    detail.startsWith('published less'),
  );
  return isYoung
    ? [
        ...lifted,
        change(
          { minimumReleaseAgeDays: 0 },
          `Accept versions younger than ${days} ${days === 1 ? 'day' : 'days'}`,
        ),
      ]
    : lifted;
}

/** One advisory each, where one is enough. The risk is the reader's to take, with a reason and an end. */
export function acceptedAdvisories(
  causes: ExclusionCause[],
  { options }: Problem,
): FixCandidate[] {
  const affected = causes.flatMap(({ reason, package: known }) =>
    reason === 'advisory' ? known : [],
  );
  return [...new Set(affected)].flatMap(known => {
    const ids = new Set(
      known.marks.advised.positions().flatMap(position => {
        const choice = { name: known.name, version: known.version(position) };
        return (known.facts(position).advisories ?? [])
          .filter(item => isBarred(item, options, choice))
          .map(({ id }) => id);
      }),
    );
    const kept = options.acceptAdvisories;
    return [...ids]
      .filter(id => !options.fixAdvisories.has(id))
      .sort(byName)
      .map(id => {
        const accepted = { id, package: known.name };
        return change(
          { acceptAdvisories: [...kept, accepted] },
          `Accept the advisory ${id} of ${known.name} for a time (sceneshift advisory accept ${id} --package ${known.name})`,
        );
      });
  });
}

function change(options: Record<string, unknown>, text: string): FixCandidate {
  return { patch: { options }, describe: () => text };
}
