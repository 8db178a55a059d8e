import { useApi } from '@backstage/frontend-plugin-api';
import { Checkbox, Link, Skeleton, Text } from '@backstage/ui';
import type { Plan } from '@sceneshift/backstage-plugin-lifecycle-common';
import { lifecycleApiRef } from '../api/LifecycleApi';
import { ErrorPanel } from '../components/ErrorPanel';
import { ConfigForm } from '../config/ConfigForm';
import { AppliedFixes } from './AppliedFixes';
import { PlanDiff } from './PlanDiff';
import { PlanProblems } from './PlanProblems';
import { secretName } from './secretName';
import type { useChangeDraft } from './useChangeDraft';
import type { usePlan } from './usePlan';
import { VersionPicker, type PackageChoice } from './VersionPicker';
import styles from './ChangeDialog.module.css';

interface PlanStepProps {
  environment: string;
  choices: PackageChoice[];
  draft: ReturnType<typeof useChangeDraft>;
  plan: ReturnType<typeof usePlan>;
}

/** Composes a change and shows what it would do, before anything is done. */
export function PlanStep({ environment, choices, draft, plan }: PlanStepProps) {
  const { change } = draft;
  return (
    <div className={styles.step}>
      {choices.length > 0 && (
        <section className={styles.section}>
          <Text as="h3" weight="bold">
            Versions
          </Text>
          <VersionPicker
            choices={choices}
            selected={draft.packages}
            onChange={draft.setPackages}
          />
        </section>
      )}
      {change.action === 'remove' && (
        <RemovalData
          environment={environment}
          deleteData={draft.deleteData}
          onChange={draft.setDeleteData}
        />
      )}
      {plan.data && plan.data.problems.length > 0 && !plan.error && (
        <PlanProblems
          problems={plan.data.problems}
          environment={environment}
          onFix={draft.fixes.apply}
        />
      )}
      <AppliedFixes
        descriptions={draft.fixes.applied}
        onUndo={draft.fixes.undo}
      />
      {plan.data && (
        <PlanConfig plan={plan.data} environment={environment} draft={draft} />
      )}
      <section className={styles.section} aria-busy={!plan.isCurrent}>
        <Text as="h3" weight="bold">
          What will change
        </Text>
        {plan.error && (
          <ErrorPanel
            error={plan.error}
            title="This cannot be planned"
            onRetry={() => plan.refetch()}
          />
        )}
        {!plan.data && !plan.error && <Skeleton width="100%" height={96} />}
        {plan.data && !plan.error && (
          <div
            className={styles.plan}
            data-stale={!plan.isCurrent || undefined}
          >
            <PlanDiff diff={plan.data.diff} />
            {isNeedless(plan.data) && (
              <Text variant="body-small" color="secondary">
                Nothing else that is installed needs what is removed.
              </Text>
            )}
          </div>
        )}
      </section>
    </div>
  );
}

/** What becomes of the data: it is the one part of a removal that a rollback does not bring back. */
function RemovalData(props: {
  environment: string;
  deleteData: boolean;
  onChange: (deleteData: boolean) => void;
}) {
  return (
    <section className={styles.section}>
      <Checkbox isSelected={props.deleteData} onChange={props.onChange}>
        Also delete the data that the plugin has stored
      </Checkbox>
      <Text variant="body-small" color="secondary">
        {props.deleteData ? (
          <>
            Its database and its snapshots are deleted, once the removal has
            outlasted its probation. The tables of each are exported first, and
            nothing is deleted before that is complete: the exports are kept
            with{' '}
            <Link
              variant="body-small"
              href={`/environments/${encodeURIComponent(
                props.environment,
              )}/data`}
            >
              the data of the environment
            </Link>
            .
          </>
        ) : (
          'The data stays. When the plugin is installed again, it finds it.'
        )}
      </Text>
    </section>
  );
}

function PlanConfig(props: {
  plan: Plan;
  environment: string;
  draft: PlanStepProps['draft'];
}) {
  const { plan, environment, draft } = props;
  const lifecycle = useApi(lifecycleApiRef);
  const { change } = draft;
  if (change.action === 'rollback' || change.action === 'remove') return null;
  const form = plan.configForms.find(item => item.pluginId === change.pluginId);
  if (!form || Object.keys(form.schema).length === 0) return null;
  const storeSecret = async (path: string[], value: string) => {
    const name = secretName(form.pluginId, path);
    await lifecycle.putSecret(environment, name, value);
    return { $secret: name };
  };
  return (
    <section className={styles.section}>
      <Text as="h3" weight="bold">
        Configuration
      </Text>
      <ConfigForm
        schema={form.schema}
        required={form.required}
        values={draft.config ?? form.values}
        onChange={draft.setConfig}
        invalidPaths={invalidPaths(plan)}
        onStoreSecret={storeSecret}
      />
    </section>
  );
}

/** Somebody needs it or likes it, or nobody knows. */
const DOUBTS = ['VERSIONS_CONFLICT', 'OPTIONAL_DEPENDENCY_LOST', 'UNAVAILABLE'];

/** Whether the resolver has looked at a removal and found nobody who needs what goes. */
function isNeedless({ changes, problems }: Plan): boolean {
  const isRemoval = changes.some(({ action }) => action === 'remove');
  const isDoubted = problems.some(({ code }) => DOUBTS.includes(code));
  return isRemoval && !isDoubted;
}

function invalidPaths(plan: Plan): ReadonlySet<string> {
  return new Set(plan.problems.flatMap(problem => problem.paths ?? []));
}
