import type {
  Plan,
  PlanProblem,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { confirmArguments, confirmationsOf } from '../client/confirmations';
import { formatTable } from './table';

/** A plan as its reader wants it: what changes, what is wrong, how to go on. */
export function describePlan(plan: Plan): string {
  const changed = plan.diff.filter(entry => entry.kind !== 'keep');
  const rows = changed.flatMap(entry =>
    entry.packages.map(({ name, from, to, migrations }) => [
      entry.pluginId,
      entry.kind,
      name,
      from ?? '-',
      to ?? '-',
      migrations ?? '-',
    ]),
  );
  const head = ['plugin', 'change', 'package', 'from', 'to', 'migrations'];
  const config = plan.diff.flatMap(entry =>
    entry.config.map(({ path, kind }) => `configuration ${kind}: ${path}`),
  );
  const problems = plan.problems.flatMap(describeProblem);
  const isBlocked = plan.problems.some(
    problem => problem.severity === 'blocking',
  );
  return [
    rows.length > 0 ? formatTable(head, rows) : 'Nothing changes.',
    ...config,
    ...problems,
    '',
    `plan ${plan.id} of ${plan.environment}, after generation ${plan.baseGeneration}`,
    ...(isBlocked ? [] : [`apply it with: ${applyCommand(plan)}`]),
  ].join('\n');
}

function applyCommand(plan: Plan): string {
  const flags = confirmArguments(confirmationsOf(plan));
  return `sceneshift apply ${plan.id} --wait${flags}`;
}

/** What is wrong, why, and what was tried and would work. */
function describeProblem(problem: PlanProblem): string[] {
  const { severity, code, message, explanation = '', fixes = [] } = problem;
  const lines = explanation.split('\n').filter(line => line !== '');
  return [
    `${severity}: ${code}: ${message}`,
    ...lines.map(line => `  ${line}`),
    ...fixes.map(({ description }) => `  fix: ${description}`),
  ];
}
