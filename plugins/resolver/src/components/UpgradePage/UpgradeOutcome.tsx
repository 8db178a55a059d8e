import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { UpgradePlan } from '@sceneshift/backstage-plugin-resolver-common';
import { RiArrowRightLine } from '@remixicon/react';
import { StaleFactsNotice } from '../StaleFactsNotice';
import { Blockers } from './Blockers';
import { Moves } from './Moves';
import { NextSteps } from './NextSteps';
import { Tile } from './Tile';
import styles from './UpgradePage.module.css';

/** What stays, what moves, what blocks and why, and what to do next. */
export function UpgradeOutcome(props: {
  upgrade: UpgradePlan;
  environment: Environment;
}) {
  const { upgrade, environment } = props;
  const { from, to, stay, move, block, warnings } = upgrade;
  return (
    <div className={styles.outcome}>
      <StaleFactsNotice stale={upgrade.staleFacts} />
      <div className={styles.route}>
        <Text as="h2" variant="title-small" weight="bold">
          Backstage <code>{from}</code>
          <RiArrowRightLine aria-label="to" />
          <code>{to}</code>
        </Text>
        <Text color="secondary">{verdictOf(upgrade)}</Text>
      </div>
      <div className={styles.tiles}>
        <Tile tone="success" count={stay.length} label="stay as they are" />
        <Tile tone="info" count={move.length} label="move to another version" />
        <Tile tone="danger" count={block.length} label="block the way" />
      </div>
      <NextSteps upgrade={upgrade} environment={environment} />
      {block.length > 0 && <Blockers block={block} to={to} />}
      {move.length > 0 && <Moves move={move} />}
      <div>
        {stay.length > 0 && (
          <Accordion>
            <AccordionTrigger title={`${stay.length} stay`} />
            <AccordionPanel>
              <ul className={styles.stay}>
                {stay.map(({ name, version }) => (
                  <li key={name}>
                    {name} <code>{version}</code>
                  </li>
                ))}
              </ul>
            </AccordionPanel>
          </Accordion>
        )}
        {warnings.length > 0 && (
          <Accordion>
            <AccordionTrigger title={`${warnings.length} to know`} />
            <AccordionPanel>
              <ul className={styles.warnings}>
                {warnings.map(({ code, package: name, message }) => (
                  <li key={`${code} ${name}`}>{message}</li>
                ))}
              </ul>
            </AccordionPanel>
          </Accordion>
        )}
      </div>
    </div>
  );
}

function verdictOf({ ok, block, move }: UpgradePlan): string {
  if (!ok) {
    return block.length === 1
      ? 'One package keeps this environment from moving.'
      : `${block.length} packages keep this environment from moving.`;
  }
  return move.length > 0
    ? 'This environment can move, and takes some packages to other versions.'
    : 'This environment can move as it is.';
}
