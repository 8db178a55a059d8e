import type { DerivedCause } from '../solver/Cause';
import type { Incompatibility } from '../solver/Incompatibility';
import type { Term } from '../solver/Term';
import { ABSENT } from '../solver/VersionSet';
import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';
import { Facts } from './Facts';
import { conclusionsOf } from './proof';
import { joined, packageText, rangeText } from './StatesText';
import { Unions } from './Unions';

type Derived = Incompatibility & { cause: DerivedCause };

/** A proof with more conclusions than this is read by nobody. */
const MOST_CONCLUSIONS = 40;

/** Of such a proof only these last ones are told, with those that they rest on as facts: they speak of few packages. */
const LAST_CONCLUSIONS = 10;

/** Tells a proof in numbered lines, each with one conclusion. See docs/design/resolver.md, section 7. */
export class Explanation {
  private readonly lines: string[] = [];
  private readonly numbers = new Map<Incompatibility, number>();
  private readonly uses = new Map<Incompatibility, number>();
  private readonly facts: Facts;
  /** The conclusions, the last one first. */
  private readonly told: ReadonlySet<Incompatibility>;

  constructor(world: World, private readonly failure: Incompatibility) {
    const unions = new Unions();
    this.facts = new Facts(world, unions);
    const conclusions = conclusionsOf(failure, fact => unions.has(fact));
    const isLong = conclusions.length > MOST_CONCLUSIONS;
    this.told = new Set(
      isLong ? conclusions.slice(0, LAST_CONCLUSIONS) : conclusions,
    );
    this.countUses();
    if (isLong)
      this.lines.push(
        `The proof has ${conclusions.length} steps; these are the last ones.`,
      );
  }

  text(): string {
    if (this.isTold(this.failure)) this.visit(this.failure);
    else
      this.write(
        this.failure,
        `So, because ${this.facts.text(this.failure)}, ${conclusion(
          this.failure,
        )}`,
      );
    return this.lines.join('\n');
  }

  private visit(fact: Derived) {
    const { left, right } = fact.cause;
    if (this.isTold(left) && this.isTold(right))
      this.visitBoth(fact, left, right);
    else if (this.isTold(left)) this.visitOne(fact, left, right);
    else if (this.isTold(right)) this.visitOne(fact, right, left);
    else this.conclude(fact, [left, right]);
  }

  /** The shorter story last, so that its conclusion is fresh. */
  private visitBoth(fact: Derived, left: Derived, right: Derived) {
    const order =
      this.isShort(right) && !this.isShort(left)
        ? [left, right]
        : [right, left];
    order.forEach(derived => this.tell(derived));
    this.conclude(fact, order);
  }

  private visitOne(fact: Derived, derived: Derived, known: Incompatibility) {
    const inner = this.collapsible(derived);
    this.tell(inner ? inner.derived : derived);
    this.conclude(
      fact,
      inner ? [inner.derived, inner.known, known] : [derived, known],
    );
  }

  /** One line: what follows from the facts. */
  private conclude(fact: Incompatibility, from: Incompatibility[]) {
    from.forEach(other => this.introduce(other));
    const because = fact === this.failure ? 'So, because' : 'Because';
    const reasons = joined(
      from.map(other => this.cite(other)),
      'and',
    );
    this.write(fact, `${because} ${reasons}, ${conclusion(fact)}`);
  }

  private introduce(fact: Incompatibility) {
    if (this.numbers.has(fact) || !this.facts.isCompound(fact)) return;
    this.write(fact, `Because ${this.facts.text(fact)}, ${conclusion(fact)}`);
  }

  /** A link of a chain that nothing else refers to: its conclusion need not be spelled out. */
  private collapsible(
    fact: Derived,
  ): { derived: Derived; known: Incompatibility } | undefined {
    const { left, right } = fact.cause;
    if (this.uses.get(fact)! > 1 || this.numbers.has(fact)) return undefined;
    if (this.isTold(left) === this.isTold(right)) return undefined;
    const [derived, known] = this.isTold(left) ? [left, right] : [right, left];
    return this.isTold(derived) ? { derived, known } : undefined;
  }

  private tell(fact: Derived) {
    if (!this.numbers.has(fact)) this.visit(fact);
  }

  private cite(fact: Incompatibility): string {
    const number = this.numbers.get(fact);
    if (number === undefined)
      return fact.isDerived() ? conclusion(fact) : this.facts.text(fact);
    return `${conclusion(fact)} (${number})`;
  }

  private write(fact: Incompatibility, sentence: string) {
    if (fact === this.failure) {
      this.lines.push(`${sentence}.`);
      return;
    }
    const number = this.numbers.size + 1;
    this.numbers.set(fact, number);
    this.lines.push(`${sentence}. (${number})`);
  }

  private countUses() {
    for (const { cause } of this.told) {
      if (cause.kind !== 'derived') continue;
      for (const fact of [cause.left, cause.right])
        this.uses.set(fact, (this.uses.get(fact) ?? 0) + 1);
    }
  }

  private isShort({ cause }: Derived): boolean {
    return !this.isTold(cause.left) && !this.isTold(cause.right);
  }

  private isTold(fact: Incompatibility): fact is Derived {
    return this.told.has(fact);
  }
}

const NOTHING_WORKS = 'no set of versions works';

/** An incompatibility as a statement. */
export function conclusion(fact: Incompatibility): string {
  const positive = fact.terms.filter(({ states }) => !states.has(ABSENT));
  const negative = fact.terms
    .filter(({ states }) => states.has(ABSENT))
    .map(required);
  if (fact.terms.length === 0) return NOTHING_WORKS;
  if (positive.length === 0) return `${joined(negative, 'or')} is required`;
  if (negative.length > 0)
    return `${joined(positive.map(named), 'and')} requires ${joined(
      negative,
      'or',
    )}`;
  if (positive.length === 1) return forbidden(positive[0]!);
  if (positive.length === 2)
    return `${named(positive[0]!)} does not go with ${named(positive[1]!)}`;
  return `${joined(positive.map(named), 'and')} do not go together`;
}

function named({ variable, states }: Term): string {
  return packageText(variable as KnownPackage, states);
}

function required({ variable, states }: Term): string {
  const known = variable as KnownPackage;
  // Any version will do.
  if (!states.overlaps(known.present)) return known.name;
  return packageText(known, states.complement());
}

function forbidden({ variable, states }: Term): string {
  const known = variable as KnownPackage;
  const left = known.present.minus(states);
  if (left.isEmpty()) return `${known.name} cannot be installed`;
  return `${known.name} must be ${rangeText(known, left)}`;
}
