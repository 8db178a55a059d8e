import type { Variable } from './Term';
import { VariableMap } from './VariableMap';
import { VersionSet } from './VersionSet';
import { WordPool } from './WordPool';

/**
 * The domains once more, as the words of one array: what propagation looks at again and again lies together, where the processor
 * has it at hand.
 */
export class DomainBits {
  readonly pool = new WordPool();
  private readonly starts = new VariableMap<number>();

  /** The index of the variable's first word. */
  start(variable: Variable): number {
    return this.starts.ensure(variable, () => {
      const full = VersionSet.full(variable.size);
      const start = this.pool.reserve(full.wordCount);
      full.copyTo(this.pool.words, start);
      return start;
    });
  }

  write(variable: Variable, domain: VersionSet) {
    const start = this.start(variable);
    domain.copyTo(this.pool.words, start);
  }
}
