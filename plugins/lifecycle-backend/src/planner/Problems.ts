import type { PlanProblem } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ErrorCode } from '@sceneshift/backstage-platform-common';

type About = Pick<PlanProblem, 'pluginId' | 'packageName' | 'paths'>;

/** Collects what speaks against a plan. */
export class Problems {
  private readonly items: PlanProblem[] = [];

  block(code: ErrorCode, message: string, about: About = {}): void {
    this.items.push({ code, message, ...about, severity: 'blocking' });
  }

  warn(code: ErrorCode, message: string, about: About = {}): void {
    this.items.push({ code, message, ...about, severity: 'warning' });
  }

  add(problems: PlanProblem[]): void {
    this.items.push(...problems);
  }

  /** Blocking ones first. */
  list(): PlanProblem[] {
    const rank = (problem: PlanProblem) =>
      problem.severity === 'blocking' ? 0 : 1;
    return [...this.items].sort((a, b) => rank(a) - rank(b));
  }
}
