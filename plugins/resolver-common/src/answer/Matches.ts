import { Range, parse, validRange } from 'semver';
import { Memo } from '../world/Memo';

/** `satisfies` of node-semver, for texts that come again and again: each is parsed once. */
export class Matches {
  private static readonly strict = new Matches(false);
  private static readonly permissive = new Matches(true);
  private readonly versions = new Memo(text => ({ parsed: parse(text) }));
  private readonly ranges: Memo<{ parsed: Range | null }>;

  private constructor(includePrerelease: boolean) {
    const options = { includePrerelease };
    this.ranges = new Memo(text => ({
      parsed:
        validRange(text, options) === null ? null : new Range(text, options),
    }));
  }

  /** What a text means never changes, so all checkers share what was parsed. */
  static of(includePrerelease: boolean): Matches {
    return includePrerelease ? Matches.permissive : Matches.strict;
  }

  /** As there, what cannot be parsed matches nothing. */
  satisfies(version: string, range: string): boolean {
    const wanted = this.ranges.get(range).parsed;
    const present = this.versions.get(version).parsed;
    return wanted !== null && present !== null && wanted.test(present);
  }
}
