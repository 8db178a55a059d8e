import { Checkbox } from '@backstage/ui';
import type {
  Plan,
  PlanProblem,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useState } from 'react';
import styles from './ChangeDialog.module.css';

/** What the reader of a plan has confirmed. Another plan is another question. */
export function useConsequences(plan: Plan | undefined) {
  const [answer, setAnswer] = useState<{ planId?: string; given: string[] }>({
    given: [],
  });
  const problems = plan?.problems.filter(({ confirm }) => confirm) ?? [];
  const given = answer.planId === plan?.id ? answer.given : [];
  return {
    problems,
    confirmed: given,
    isConfirmed: problems.every(({ confirm = '' }) => given.includes(confirm)),
    onConfirm: (confirm: string, isGiven: boolean) =>
      setAnswer({
        planId: plan?.id,
        given: isGiven
          ? [...given, confirm]
          : given.filter(item => item !== confirm),
      }),
  };
}

/** One checkbox for each consequence that has to be confirmed. */
export function Consequences(props: {
  problems: PlanProblem[];
  confirmed: string[];
  onConfirm: (confirm: string, isGiven: boolean) => void;
}) {
  if (props.problems.length === 0) return null;
  return (
    <div className={styles.consequences}>
      {props.problems.map(problem => (
        <Checkbox
          key={problem.confirm}
          isSelected={props.confirmed.includes(problem.confirm ?? '')}
          onChange={isGiven => props.onConfirm(problem.confirm ?? '', isGiven)}
        >
          {sentenceOf(problem)}
        </Checkbox>
      ))}
    </div>
  );
}

const SENTENCES: Record<string, (plugin: string) => string> = {
  oneWayMigration: plugin =>
    `I understand that ${plugin} can only go back to the data of today, without what is written from now on.`,
  earlierData: plugin =>
    `I understand that ${plugin} goes back to its earlier data, without what was written since.`,
  deleteData: plugin =>
    `I understand that the data of ${plugin} is deleted with its snapshots, and stays only as an export.`,
  emptyData: plugin =>
    `I understand that ${plugin} starts without the data that it had.`,
};

function sentenceOf({ confirm = '', pluginId, message }: PlanProblem): string {
  const [kind = ''] = confirm.split(':');
  const sentence = SENTENCES[kind];
  return sentence && pluginId ? sentence(pluginId) : `I understand: ${message}`;
}
