import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import {
  lifecycleApiRef,
  lifecycleKeys,
  Reason,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RolloutDialog } from './RolloutDialog';

/** Says why the last change is not what serves, as long as nothing newer does. */
export function LastRolloutNotice({
  environment,
}: {
  environment: Environment;
}) {
  const { name, servingGeneration } = environment;
  const lifecycle = useApi(lifecycleApiRef);
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: [...lifecycleKeys.rollouts(name), 'last', servingGeneration],
    queryFn: async ({ signal }) =>
      (await lifecycle.listRollouts(name, { limit: 1 }, signal)).items[0] ??
      null,
  });
  if (!data || !isUndone(data)) return null;
  return (
    <>
      <Alert
        status="warning"
        icon
        title={titleOf(data)}
        description={
          <Reason code={data.reason?.code}>
            {data.reason && <span>{data.reason.message}</span>}
            {servingGeneration > 0 && (
              <span>Generation {servingGeneration} serves.</span>
            )}
          </Reason>
        }
        customActions={
          <Button
            size="small"
            variant="secondary"
            onPress={() => setOpen(true)}
          >
            Steps and log
          </Button>
        }
      />
      {isOpen && <RolloutDialog id={data.id} onClose={() => setOpen(false)} />}
    </>
  );
}

function isUndone({ state }: Rollout): boolean {
  return state === 'failed' || state === 'rolledBack';
}

function titleOf({ state, toGeneration, steps }: Rollout): string {
  const what = steps[0]?.message ?? `Generation ${toGeneration}`;
  return state === 'rolledBack'
    ? `Taken back: ${what}`
    : `Did not come into service: ${what}`;
}
