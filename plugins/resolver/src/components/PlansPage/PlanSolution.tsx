import {
  Button,
  Cell,
  CellText,
  Table,
  Text,
  type ColumnConfig,
} from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { saveFile, StatusBadge } from '@sceneshift/backstage-platform-react';
import type {
  Change,
  Lock,
  ResolverAnswer,
} from '@sceneshift/backstage-plugin-resolver-common';
import { packageColumn, reasonColumn, Version } from '../packageColumns';
import styles from './PlansPage.module.css';

type Row = Change & { id: string };

const COLUMNS: ColumnConfig<Row>[] = [
  packageColumn(),
  {
    id: 'kind',
    label: 'Change',
    width: 120,
    cell: row => <CellText title={row.kind} />,
  },
  {
    id: 'versions',
    label: 'Versions',
    width: 200,
    cell: ({ from, to }) => (
      <Cell>
        <Version>{[from, to].filter(Boolean).join(' → ')}</Version>
      </Cell>
    ),
  },
  reasonColumn(),
];

/** What changes, in which order, and the lock that brings exactly this back. */
export function PlanSolution(props: {
  answer: Extract<ResolverAnswer, { ok: true }>;
}) {
  const { changes, steps, lock, warnings, optimal } = props.answer;
  return (
    <>
      {!optimal && (
        <Text color="secondary">
          The time was over before it was proven that no smaller change exists.
        </Text>
      )}
      {changes.length === 0 ? (
        <Text>Everything that is installed fits as it is.</Text>
      ) : (
        <Table
          columnConfig={COLUMNS}
          data={changes.map(change => ({ ...change, id: change.name }))}
          pagination={{ type: 'none' }}
        />
      )}
      {steps.length > 0 && <Steps steps={steps} />}
      {warnings.length > 0 && (
        <section aria-label="To know">
          <Text as="h3" variant="title-x-small" weight="bold">
            To know
          </Text>
          <ul className={styles.list}>
            {warnings.map(({ code, package: name, message }) => (
              <li key={`${code} ${name}`}>{message}</li>
            ))}
          </ul>
        </section>
      )}
      <LockDownload lock={lock} />
    </>
  );
}

function Steps(props: {
  steps: Extract<ResolverAnswer, { ok: true }>['steps'];
}) {
  return (
    <section aria-label="Order">
      <Text as="h3" variant="title-x-small" weight="bold">
        In this order
      </Text>
      <ol className={styles.list}>
        {props.steps.map(({ packages, atomic }) => (
          <li key={packages.join()}>
            {packages.join(', ')}{' '}
            {atomic && (
              <StatusBadge tone="info" icon={false}>
                together
              </StatusBadge>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The file that `POST /v1/locks/resolve` takes. */
function LockDownload({ lock }: { lock: Lock }) {
  const count = Object.keys(lock.packages).length;
  const save = () =>
    saveFile(
      new Blob([`${JSON.stringify(lock, null, 2)}\n`], {
        type: 'application/json',
      }),
      'sceneshift.lock.json',
    );
  return (
    <section aria-label="Lock" className={styles.lock}>
      <Text color="secondary">
        {`The lock names ${count} exact ${
          count === 1 ? 'version' : 'versions'
        } with their integrity.`}
      </Text>
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiDownloadLine />}
        onPress={save}
      >
        Download the lock
      </Button>
    </section>
  );
}
