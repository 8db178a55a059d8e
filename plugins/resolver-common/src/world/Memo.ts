/** Enough for the ranges and versions of a large registry. */
const MOST_ENTRIES = 20_000;

/** Remembers what was made of a text. Starts anew when full, so that no caller can make it grow without end. */
export class Memo<T extends object> {
  private readonly values = new Map<string, T>();

  constructor(private readonly make: (key: string) => T) {}

  get(key: string): T {
    return this.values.get(key) ?? this.add(key);
  }

  private add(key: string): T {
    const value = this.make(key);
    if (this.values.size >= MOST_ENTRIES) this.values.clear();
    this.values.set(key, value);
    return value;
  }
}
