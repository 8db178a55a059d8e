import { acceptanceOf } from '../request/policy';
import { byName, type Problem } from '../request/Problem';
import type { ResolveWarning } from '../types';
import type { Checker, Solution } from './Checker';
import { Pressure } from './Pressure';

/** What a reader of the plan should know. By package, then by code. */
export function warningsOf(
  problem: Problem,
  solution: Solution,
  checker: Checker,
): ResolveWarning[] {
  const warnings = [
    ...Array.from(solution).flatMap(([name, version]) =>
      versionWarnings(problem, name, version),
    ),
    ...installedWarnings(problem),
    ...overrideWarnings(problem, solution),
    ...skippedWarnings(problem, solution, checker),
    ...Array.from(problem.update)
      .filter(name => !problem.installed.has(name))
      .map(name =>
        warning(
          'UPDATE_NOT_INSTALLED',
          name,
          undefined,
          `${name} is to be updated but is not installed`,
        ),
      ),
  ];
  return warnings.sort(
    (a, b) =>
      byName(a.package, b.package) ||
      byName(a.code, b.code) ||
      byName(a.message, b.message),
  );
}

function versionWarnings(
  { source, options }: Problem,
  name: string,
  version: string,
): ResolveWarning[] {
  const {
    deprecated,
    yanked,
    advisories = [],
  } = source.factsOf(name, version)!;
  const found = advisories.map(advisory => {
    const { id, severity } = advisory;
    const accepted = acceptanceOf(advisory, options, { name, version });
    return warning(
      'ADVISORY',
      name,
      version,
      `${name} ${version} has the advisory ${id} (${severity})${acceptedText(
        accepted,
      )}`,
    );
  });
  if (deprecated) {
    const text = typeof deprecated === 'string' ? `: ${deprecated}` : '';
    found.push(
      warning(
        'DEPRECATED',
        name,
        version,
        `${name} ${version} is deprecated${text}`,
      ),
    );
  }
  if (yanked) {
    found.push(
      warning(
        'YANKED',
        name,
        version,
        `${name} ${version} was yanked; it stays because it is installed`,
      ),
    );
  }
  return found;
}

/** Who reads a plan shall see what others decided to live with. */
function acceptedText(
  accepted: { until?: string; reason?: string } | undefined,
): string {
  if (!accepted) return '';
  const { until, reason } = accepted;
  const end = until === undefined ? '' : ` until ${until}`;
  return `, accepted${end}${reason === undefined ? '' : ` because ${reason}`}`;
}

function installedWarnings({
  installed,
  host,
  source,
}: Problem): ResolveWarning[] {
  return Array.from(installed).flatMap(([name, version]) => {
    if (host.has(name)) {
      return [
        warning(
          'HOST_PROVIDES',
          name,
          version,
          `${name} is provided by the host at ${host.get(name)}`,
        ),
      ];
    }
    if (source.factsOf(name, version)) return [];
    return [
      warning(
        'INSTALLED_UNKNOWN',
        name,
        version,
        `${name} ${version} is installed but not known`,
      ),
    ];
  });
}

function overrideWarnings(
  { options }: Problem,
  solution: Solution,
): ResolveWarning[] {
  return Array.from(options.overrides, ([name, version]) => {
    const effect = solution.has(name)
      ? 'whatever ranges say'
      : 'but is not part of the solution';
    return warning(
      'OVERRIDE',
      name,
      version,
      `an override pins ${name} to ${version}, ${effect}`,
    );
  });
}

function skippedWarnings(
  problem: Problem,
  solution: Solution,
  checker: Checker,
): ResolveWarning[] {
  const unmet = checker.unmetWishes(solution);
  if (unmet.length === 0) return [];
  const pressure = new Pressure(problem, solution, checker);
  return unmet.map(({ by, target, range }) => {
    const why = skipReason(
      problem,
      solution,
      { checker, pressure },
      target,
      range,
    );
    return warning(
      'OPTIONAL_SKIPPED',
      target,
      undefined,
      `${target} ${range} is an optional dependency of ${by} and was skipped: ${why}`,
    );
  });
}

function skipReason(
  { source, host }: Problem,
  solution: Solution,
  { checker, pressure }: { checker: Checker; pressure: Pressure },
  target: string,
  range: string,
): string {
  if (host.has(target)) return `the host provides ${host.get(target)}`;
  const versions = source.versionsOf(target);
  if (!versions) return `no package named ${target} is known`;
  const matching = versions.filter(version => checker.inRange(version, range));
  if (matching.length === 0) return 'no version matches';
  const present = solution.get(target);
  if (present !== undefined) return `${target} ${present} is needed`;
  const faults = matching
    .sort()
    .map(version => pressure.on(target, version))
    .filter(fault => fault !== undefined);
  return faults[faults.length - 1] ?? 'it does not fit with everything else';
}

function warning(
  code: ResolveWarning['code'],
  name: string,
  version: string | undefined,
  message: string,
): ResolveWarning {
  return {
    code,
    package: name,
    ...(version === undefined ? {} : { version }),
    message,
  };
}
