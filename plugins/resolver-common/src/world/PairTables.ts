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

  /** For these versions of the package. Undefined when the pool is full. */
  static read(
    subject: KnownPackage,
    versions: VersionSet,
    world: World,
    pool: WordPool,
  ): PairTable[] | undefined {
    const tables = new PairTables(subject, world, pool);
    for (const position of versions.positions()) {
      if (pool.isFull) return undefined;
      if (position !== ABSENT) tables.readVersion(position);
    }
    return Array.from(tables.byTarget.values()).flat();
  }

  private readVersion(position: number) {
    for (const relation of this.subject.relationsOf(position)) {
      if (isPair(relation, this.subject))
        this.table(relation).restrict(position, this.world.allowed(relation));
    }
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
