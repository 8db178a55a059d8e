import { limits } from './limits';

/** A day alone begins at midnight, UTC. */
const MOMENT =
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** A request that cannot be read, with the field at fault. */
export class RequestError extends Error {
  constructor(readonly field: string, message: string) {
    super(message);
    this.name = 'RequestError';
  }
}

/** A value of a request and where it stands. */
export class Field {
  /** A member of `parent`, or the request itself. Where it stands is only spelled out when something is wrong. */
  constructor(
    readonly value: unknown,
    private readonly parent?: Field,
    readonly key: string = '',
  ) {}

  /** JSON pointer. */
  get pointer(): string {
    if (!this.parent) return '';
    const escaped = this.key.replace(/~/g, '~0').replace(/\//g, '~1');
    return `${this.parent.pointer}/${escaped}`;
  }

  get isMissing(): boolean {
    return this.value === undefined || this.value === null;
  }

  fail(message: string): never {
    throw new RequestError(this.pointer, message);
  }

  /** A member of an object; missing when the object itself is. */
  member(key: string): Field {
    const { value } = this;
    const isOwn = isObject(value) && Object.hasOwn(value, key);
    return new Field(isOwn ? value[key] : undefined, this, key);
  }

  /** The own members of an object, at most `limit`. */
  members(limit: number): Field[] {
    if (this.isMissing) return [];
    const value = this.object();
    const keys = Object.keys(value);
    if (keys.length > limit) {
      this.fail(`has ${keys.length} entries; at most ${limit} are accepted`);
    }
    return keys.map(key => new Field(value[key], this, key));
  }

  object(): Record<string, unknown> {
    return isObject(this.value)
      ? this.value
      : this.fail(`must be an object, not ${this.shown}`);
  }

  list(limit: number): Field[] {
    if (!Array.isArray(this.value))
      return this.fail(`must be a list, not ${this.shown}`);
    if (this.value.length > limit) {
      this.fail(
        `has ${this.value.length} entries; at most ${limit} are accepted`,
      );
    }
    return this.value.map(
      (item, index) => new Field(item, this, String(index)),
    );
  }

  text(limit: number): string {
    if (typeof this.value !== 'string')
      return this.fail(`must be a string, not ${this.shown}`);
    if (this.value.length > limit) {
      this.fail(
        `has ${this.value.length} characters; at most ${limit} are accepted`,
      );
    }
    return this.value;
  }

  /** ISO 8601 with a time zone, as milliseconds since 1970. */
  moment(): number {
    const text = this.text(limits.momentLength);
    const time = MOMENT.test(text) ? Date.parse(text) : NaN;
    return Number.isNaN(time)
      ? this.fail(
          `must be a date such as 2026-11-21T00:00:00Z, not ${this.shown}`,
        )
      : time;
  }

  boolean(fallback: boolean): boolean {
    if (this.isMissing) return fallback;
    return typeof this.value === 'boolean'
      ? this.value
      : this.fail(`must be true or false, not ${this.shown}`);
  }

  oneOf<T extends string>(choices: readonly T[], fallback: T): T {
    if (this.isMissing) return fallback;
    const choice = choices.find(candidate => candidate === this.value);
    return (
      choice ??
      this.fail(`must be one of ${choices.join(', ')}, not ${this.shown}`)
    );
  }

  integer(min: number, max: number, fallback: number): number {
    if (this.isMissing) return fallback;
    const { value } = this;
    if (
      typeof value === 'number' &&
      Number.isInteger(value) &&
      value >= min &&
      value <= max
    ) {
      return value;
    }
    return this.fail(
      `must be a whole number from ${min} to ${max}, not ${this.shown}`,
    );
  }

  /** The key of this member, as a package name. */
  name(): string {
    return checkName(this, this.key);
  }

  /** The value, cut so that a message stays short. Lists and objects may be too large or too deep to be written. */
  get shown(): string {
    if (Array.isArray(this.value)) return 'a list';
    if (isObject(this.value)) return 'an object';
    const text = JSON.stringify(this.value) ?? String(this.value);
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
  }
}

/** Any text that fits on a line is a name: npm's own rules are older than some names. */
export function checkName(field: Field, name: string): string {
  if (name.length === 0) field.fail('a package name is empty');
  if (name.length > limits.nameLength) {
    field.fail(
      `a package name has ${name.length} characters; at most ${limits.nameLength} are accepted`,
    );
  }
  // A line break in a name would break the lines of an explanation.
  if (/\p{Cc}/u.test(name))
    field.fail('a package name has a control character');
  return name;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
