import type { Arc } from './Arc';
import type { Conclusions } from './Conclusions';
import type { Variable } from './Term';
import { VariableMap } from './VariableMap';

const NONE: readonly Arc[] = [];

/**
 * What whole packages ask of each other, followed up from both ends until nothing changes (arc consistency: Mackworth, 1977). See
 * docs/design/resolver.md, section 3.
 */
export class Arcs {
  private readonly bySubject = new VariableMap<Arc[]>();
  private readonly byTarget = new VariableMap<Arc[]>();

  constructor(private readonly conclusions: Conclusions) {}

  add(arc: Arc) {
    this.bySubject.ensure(arc.subject, () => []).push(arc);
    this.byTarget.ensure(arc.target, () => []).push(arc);
    const unmet = arc.unmetVersions();
    if (unmet) this.conclusions.lose(arc.subject, unmet, arc);
    this.narrowSubject(arc);
    this.narrowTarget(arc);
  }

  /** To be called when the domain got smaller. */
  visit(variable: Variable) {
    for (const arc of this.from(variable)) this.narrowTarget(arc);
    for (const arc of this.to(variable)) this.narrowSubject(arc);
  }

  private from(variable: Variable): readonly Arc[] {
    return this.bySubject.get(variable) ?? NONE;
  }

  private to(variable: Variable): readonly Arc[] {
    return this.byTarget.get(variable) ?? NONE;
  }

  private narrowTarget(arc: Arc) {
    if (this.conclusions.conflict) return;
    const lost = arc.lostStates();
    if (lost) this.conclusions.lose(arc.target, lost, arc);
  }

  private narrowSubject(arc: Arc) {
    if (this.conclusions.conflict) return;
    const lost = arc.lostVersions();
    if (lost) this.conclusions.lose(arc.subject, lost, arc);
  }
}
