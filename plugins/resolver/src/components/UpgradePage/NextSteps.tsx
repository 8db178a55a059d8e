import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import { RiArrowUpLine, RiFileList3Line } from '@remixicon/react';
import {
  ChangeDialog,
  CopyableCode,
  ErrorPanel,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  PlannedChange,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { UpgradePlan } from '@sceneshift/backstage-plugin-resolver-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { resolverApiRef } from '../../api/ResolverApi';
import { resolverKeys } from '../../hooks/resolverKeys';
import { requestOf } from '../../planning/requestOf';
import { toChanges } from '../../planning/toChanges';
import { plansRouteRef } from '../../routes';
import styles from './UpgradePage.module.css';

const listed = new Intl.ListFormat('en-GB');

interface NextStepsProps {
  upgrade: UpgradePlan;
  environment: Environment;
}

/** What to do, in order; what can be done here is a button. */
export function NextSteps(props: NextStepsProps) {
  const { upgrade, environment } = props;
  const { to, move, block } = upgrade;
  const isLate = move.some(({ ahead }) => !ahead);
  return (
    <section className={styles.section} aria-label="What to do">
      <div className={styles.sectionHeader}>
        <Text as="h3" variant="title-x-small" weight="bold">
          What to do
        </Text>
        <KeepPlan {...props} />
      </div>
      <ol className={styles.steps}>
        <MoveAhead {...props} />
        {block.length > 0 && (
          <Step>
            <Text>
              {`Wait for versions of ${listed.format(
                block.map(({ name }) => name),
              )} that fit, or remove what blocks.`}
            </Text>
          </Step>
        )}
        <Step>
          <Text>
            {`Set the release of ${environment.name} in the portal's configuration, and start portal and supervisors from that release.`}
          </Text>
          <CopyableCode code={`backstageRelease: ${to}`} />
        </Step>
        {isLate && (
          <Step>
            <Text>
              Then upgrade what works in the new release only; the plan names
              the versions.
            </Text>
          </Step>
        )}
      </ol>
    </section>
  );
}

/** Its number is the list's. */
function Step({ children }: { children: ReactNode }) {
  return (
    <li>
      <div className={styles.step}>{children}</div>
    </li>
  );
}

/** The dialog keeps the changes that it was opened with: its rollout makes them part of what is installed. */
function MoveAhead({ upgrade, environment }: NextStepsProps) {
  const [opened, setOpened] = useState<PlannedChange[]>();
  const changes = useMemo(() => {
    const ahead = upgrade.move.filter(item => item.ahead);
    return toChanges(ahead, ahead);
  }, [upgrade]);
  const [first, ...others] = opened ?? [];
  return (
    <>
      {changes.length > 0 && (
        <Step>
          <Text>
            Move now what works in both releases: it serves within seconds.
          </Text>
          <Button
            variant="primary"
            size="small"
            iconStart={<RiArrowUpLine />}
            onPress={() => setOpened(changes)}
          >
            {changes.length === 1
              ? 'Move 1 plugin now'
              : `Move ${changes.length} plugins now`}
          </Button>
        </Step>
      )}
      {first && (
        <ChangeDialog
          environment={environment.name}
          title={`Prepare ${environment.name} for Backstage ${upgrade.to}`}
          change={first}
          also={others}
          confirmLabel="Upgrade"
          successTitle={`Ready for Backstage ${upgrade.to}`}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}

/** A plan of the resolver names the exact versions, their order and their lock, and stays readable for others. */
function KeepPlan({ upgrade, environment }: NextStepsProps) {
  const resolver = useApi(resolverApiRef);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const plansPath = useRouteRef(plansRouteRef)?.() ?? '';
  const keep = useMutation({
    mutationFn: async () => {
      const { name } = environment;
      const { installed, ...request } = requestOf(
        await resolver.getGraph(name),
        upgrade.to,
      );
      return resolver.createPlan({ environment: name, request });
    },
    onSuccess: plan => {
      queries.invalidateQueries({ queryKey: resolverKeys.plans });
      navigate(`${plansPath}/${plan.id}?environment=${environment.name}`);
    },
  });
  return (
    <>
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiFileList3Line />}
        isPending={keep.isPending}
        onPress={() => keep.mutate()}
      >
        Keep as a plan
      </Button>
      {keep.error && (
        <ErrorPanel error={keep.error} title="The plan was not kept" />
      )}
    </>
  );
}
