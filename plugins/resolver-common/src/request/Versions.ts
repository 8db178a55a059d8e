import { parse, validRange } from 'semver';
import { BACKSTAGE_RANGE } from '../world/RangeMatcher';
import { limits } from './limits';

/** Why a text is not a version or not a range. Remembers: a large request repeats few of them many times. */
export class Versions {
  private readonly versionFaults = new Map<string, string | undefined>();
  private readonly rangeFaults = new Map<string, string | undefined>();

  faultOfVersion(value: unknown): string | undefined {
    return fault(this.versionFaults, value, limits.versionLength, version => {
      const parsed = parse(version);
      if (parsed && /^\d/.test(version) && version === version.trim())
        return undefined;
      return `${shown(
        version,
      )} is not a semantic version such as 1.2.3 or 2.0.0-beta.1`;
    });
  }

  faultOfRange(value: unknown): string | undefined {
    return fault(this.rangeFaults, value, limits.rangeLength, range => {
      if (range === BACKSTAGE_RANGE || validRange(range) !== null)
        return undefined;
      return `${shown(range)} is not a range of versions such as ^1.2.0${remedy(
        range,
      )}`;
    });
  }
}

function fault(
  memo: Map<string, string | undefined>,
  value: unknown,
  limit: number,
  check: (text: string) => string | undefined,
): string | undefined {
  if (value === null) return 'must be a string, not null';
  if (typeof value !== 'string') return `must be a string, not ${typeof value}`;
  if (value.length > limit) {
    return `has ${value.length} characters; at most ${limit} are accepted`;
  }
  if (!memo.has(value)) memo.set(value, check(value));
  return memo.get(value);
}

/** What to write instead of the usual things that npm accepts and that are no ranges. */
function remedy(range: string): string {
  if (/^(workspace|link|file|portal):/.test(range)) {
    return ': it only has a meaning inside a repository; publish with a real range';
  }
  if (/^npm:/.test(range))
    return ': aliases are not resolved; name the package itself';
  if (/^(git|https?|github|gitlab|ssh)\b.*[:/]/.test(range)) {
    return ': only versions of the registry are resolved';
  }
  if (/^[a-z][\w.-]*$/i.test(range)) {
    return ': tags move, so they are not accepted; write * for the newest version';
  }
  return '';
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
