import { satisfies } from 'semver';
import type { Advisory, Severity, VersionFacts } from '../types';
import type { Problem, ProblemOptions } from './Problem';

const SEVERITIES: Record<Severity, number> = {
  low: 1,
  moderate: 2,
  medium: 2,
  high: 3,
  critical: 4,
};

export const severities = Object.keys(SEVERITIES) as Severity[];

const DAY_MS = 86_400_000;

/** One version of one package. */
interface Choice {
  name: string;
  version: string;
}

/** Whether an advisory keeps a version from being selected. */
export function isBarred(
  advisory: Advisory,
  options: ProblemOptions,
  choice: Choice,
): boolean {
  const { id, severity } = advisory;
  if (options.fixAdvisories.has(id)) return true;
  if (SEVERITIES[severity] < SEVERITIES[options.advisorySeverity]) return false;
  return acceptanceOf(advisory, options, choice) === undefined;
}

/** Who put up with an advisory, where someone did and the time for it is not over. */
export function acceptanceOf(
  { id }: Advisory,
  { acceptAdvisories, asOf }: ProblemOptions,
  { name, version }: Choice,
): ProblemOptions['acceptAdvisories'][number] | undefined {
  return acceptAdvisories.find(
    accepted =>
      accepted.id === id &&
      (accepted.package ?? name) === name &&
      isIn(version, accepted.range ?? '*') &&
      (accepted.until === undefined ||
        (asOf ?? 0) < Date.parse(accepted.until)),
  );
}

/** Which policy keeps a version from being selected, in words; undefined when none does. Advisories are told apart from it. */
export function policyFault(
  problem: Problem,
  { name, version }: Choice,
  facts: VersionFacts,
): string | undefined {
  const { pins, denied } = problem.options;
  const pin = pins.get(name);
  if (pin !== undefined && !isIn(version, pin)) return `pinned to ${pin}`;
  const denial = denied.get(name);
  if (denial !== undefined && isIn(version, denial)) return `denied ${denial}`;
  return ageFault(problem, { name, version }, facts);
}

/** Whether anything but advisories can keep versions of a package from being selected. */
export function hasPolicy({ options }: Problem, name: string): boolean {
  const { pins, denied, asOf } = options;
  return pins.has(name) || denied.has(name) || asOf !== undefined;
}

/** What is installed stays, however new it is; who names a version exactly need not wait until it is of age. */
function ageFault(
  { installed, roots, options }: Problem,
  { name, version }: Choice,
  { publishedAt }: VersionFacts,
): string | undefined {
  const { asOf, minimumReleaseAgeDays: days, overrides } = options;
  if (asOf === undefined || publishedAt === undefined) return undefined;
  if (installed.get(name) === version) return undefined;
  const moment = new Date(asOf).toISOString();
  const published = Date.parse(publishedAt);
  if (published > asOf) return `published after ${moment}`;
  const isNamed =
    roots.get(name) === version || overrides.get(name) === version;
  return !isNamed && published > asOf - days * DAY_MS
    ? `published less than ${days} ${
        days === 1 ? 'day' : 'days'
      } before ${moment}`
    : undefined;
}

/** Prereleases in the range are meant too: a policy does not speak of what somebody asks for. */
function isIn(version: string, range: string): boolean {
  return satisfies(version, range, { includePrerelease: true });
}
