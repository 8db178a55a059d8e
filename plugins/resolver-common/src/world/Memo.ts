/** Enough for the ranges and versions of a large registry. */
const MOST_ENTRIES = 20_000;

/** Remembers what was made of a text. Starts anew when full, so that no caller can make it grow without end. */
export class Memo<T> {
  private readonly values = new Map<string, T>();

  get(key: string, make: () => T): T {
    let value = this.values.get(key);
    if (value === undefined) {
      value = make();
      if (this.values.size >= MOST_ENTRIES) this.values.clear();
      this.values.set(key, value);
    }
    return value;
  }
}
