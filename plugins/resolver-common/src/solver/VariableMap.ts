import type { Variable } from './Term';

/** A map from variables, as an array without holes: the search looks things up all the time. */
export class VariableMap<T> {
  private readonly values: Array<T | undefined> = [];

  get(variable: Variable): T | undefined {
    return this.values[variable.id];
  }

  /** By the variable's id. */
  at(id: number): T | undefined {
    return this.values[id];
  }

  set(variable: Variable, value: T) {
    // An array that is written far beyond its end becomes a slow dictionary.
    while (this.values.length < variable.id) this.values.push(undefined);
    this.values[variable.id] = value;
  }

  /** The value, made if there is none. */
  ensure(variable: Variable, make: () => T): T {
    let value = this.get(variable);
    if (value === undefined) {
      value = make();
      this.set(variable, value);
    }
    return value;
  }
}
