import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Card,
  CardBody,
  CardHeader,
  Container,
  Header,
  Skeleton,
  Text,
} from '@backstage/ui';
import { RiStackLine } from '@remixicon/react';
import {
  EmptyState,
  ErrorPanel,
  Facts,
  StatusBadge,
  useEnvironments,
} from '@sceneshift/backstage-platform-react';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import { environmentRouteRef } from '../../routes';
import { summarizeHealth } from '../health';
import styles from './EnvironmentsPage.module.css';

/** The named places where plugins run. */
export function EnvironmentsPage() {
  const environments = useEnvironments();
  return (
    <>
      <Header
        title="Environments"
        description="Where plugins run. Every change makes a new generation; any earlier one is a click away."
      />
      <Container pb="8">
        {environments.error && (
          <ErrorPanel
            error={environments.error}
            title="The environments could not be read"
            onRetry={() => environments.refetch()}
          />
        )}
        {environments.isPending && <Skeleton width="100%" height={160} />}
        {environments.data?.length === 0 && (
          <EmptyState
            icon={<RiStackLine />}
            title="There is no environment"
            description="Environments are configured under sceneshift.environments of the portal's configuration."
          />
        )}
        <div className={styles.grid}>
          {environments.data?.map(environment => (
            <EnvironmentCard key={environment.name} environment={environment} />
          ))}
        </div>
      </Container>
    </>
  );
}

function EnvironmentCard({ environment }: { environment: Environment }) {
  const environmentRoute = useRouteRef(environmentRouteRef);
  const { tone, label } = summarizeHealth(environment);
  const alive = environment.replicas.filter(replica => replica.alive).length;
  return (
    <Card
      href={environmentRoute?.({ environment: environment.name }) ?? ''}
      label={environment.title}
    >
      <CardHeader>
        <div className={styles.header}>
          <Text as="h2" variant="title-x-small" weight="bold">
            {environment.title}
          </Text>
          <StatusBadge tone={tone}>{label}</StatusBadge>
        </div>
      </CardHeader>
      <CardBody>
        <Facts
          isDense
          facts={[
            ['Plugins', environment.plugins.length],
            ['Generation', environment.servingGeneration || 'none'],
            ['Replicas', `${alive} of ${environment.replicas.length}`],
            ['Backstage', environment.backstageRelease],
          ]}
        />
      </CardBody>
    </Card>
  );
}
