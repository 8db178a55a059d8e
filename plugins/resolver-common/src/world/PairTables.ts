import type { Budget } from '../solver/Budget';
import { ABSENT, type VersionSet } from '../solver/VersionSet';
import type { WordPool } from '../solver/WordPool';
import type { KnownPackage } from './KnownPackage';
import { PairTable } from './PairTable';
import type { Relation } from './Relation';
import type { World } from './World';

/** The tables of one package, while what its versions say is read. */
export class PairTables {
  private readonly byTarget = new Map<string, PairTable[]>();

  private constructor(
    private readonly subject: KnownPackage,
    private readonly world: World,
    private readonly pool: WordPool,
  ) {}

  /** For these versions of the package. Undefined when the pool has no room for all of it. */
  static read(
    subject: KnownPackage,
    versions: VersionSet,
    world: World,
    pool: WordPool,
    budget: Budget,
  ): PairTable[] | undefined {
    const before = pool.mark;
    const tables = new PairTables(subject, world, pool);
    for (const position of versions.positions()) {
      budget.check();
      if (position === ABSENT || tables.readVersion(position)) continue;
      pool.reset(before);
      return undefined;
    }
    return Array.from(tables.byTarget.values()).flat();
  }

  /** False when the pool is full. */
  private readVersion(position: number): boolean {
    for (const relation of this.subject.relationsOf(position)) {
      if (!isPair(relation, this.subject)) continue;
      if (this.pool.isFull) return false;
      this.readRelation(position, relation);
    }
    return true;
  }

  /** With all versions that share it, whether these are left or not. */
  private readRelation(position: number, relation: Relation) {
    const table = this.table(relation);
    if (table.has(position)) return;
    const { first, end } = this.subject.runOf(relation, position);
    const row = table.row(relation.range, () => this.world.allowed(relation));
    table.rows.fill(row, first, end);
  }

  private table({ kind, target }: Relation): PairTable {
    const tables = this.byTarget.get(target) ?? [];
    const known = tables.find(table => table.kind === kind);
    if (known) return known;
    const other = this.world.package(target);
    const table = new PairTable(kind, this.subject, other, this.pool);
    this.byTarget.set(target, [...tables, table]);
    return table;
  }
}

/** Whether it speaks of one other package, and may rule something out. */
function isPair({ kind, target }: Relation, subject: KnownPackage): boolean {
  return (
    kind !== 'optional' && kind !== 'capability' && target !== subject.name
  );
}
