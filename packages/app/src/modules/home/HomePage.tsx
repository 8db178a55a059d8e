import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Card, CardBody, Container, Text } from '@backstage/ui';
import {
  RiArrowRightLine,
  RiBookOpenLine,
  RiPuzzle2Line,
  RiShapesLine,
  RiStackLine,
} from '@remixicon/react';
import { PortalQueryProvider } from '@sceneshift/backstage-platform-react';
import type { ReactNode } from 'react';
import styles from './HomePage.module.css';
import { InstalledPlugins } from './InstalledPlugins';

interface Door {
  title: string;
  description: string;
  href: string;
  icon: ReactNode;
}

const DOORS: Door[] = [
  {
    title: 'Find a plugin',
    description: 'Search the registry, read what a plugin does, install it.',
    href: '/plugins',
    icon: <RiPuzzle2Line />,
  },
  {
    title: 'See what runs',
    description: 'Health, generations and rollouts of every environment.',
    href: '/environments',
    icon: <RiStackLine />,
  },
  {
    title: 'Browse the catalog',
    description: 'Components, systems and APIs with their owners.',
    href: '/catalog',
    icon: <RiShapesLine />,
  },
  {
    title: 'Read the docs',
    description: 'Technical documentation beside the software it is about.',
    href: '/docs',
    icon: <RiBookOpenLine />,
  },
];

/** Where everybody starts: the ways into the portal and the plugins that run in it. */
export function HomePage() {
  const title = useApi(configApiRef).getOptionalString('app.title');
  return (
    <PortalQueryProvider>
      <main>
        <div className={styles.hero}>
          <Container>
            <Text as="h1" variant="title-large" weight="bold">
              {title ?? 'Sceneshift'}
            </Text>
            <Text as="p" variant="body-large" className={styles.lead}>
              Plugins arrive, change and leave while the portal plays on.
            </Text>
          </Container>
        </div>
        <Container pb="8">
          <div className={styles.doors}>
            {DOORS.map(door => (
              <DoorCard key={door.href} door={door} />
            ))}
          </div>
          <InstalledPlugins />
        </Container>
      </main>
    </PortalQueryProvider>
  );
}

function DoorCard({ door }: { door: Door }) {
  return (
    <Card href={door.href} label={door.title}>
      <CardBody>
        <div className={styles.door}>
          <span className={styles.doorIcon}>{door.icon}</span>
          <Text as="h2" variant="title-x-small" weight="bold">
            {door.title}
          </Text>
          <Text color="secondary">{door.description}</Text>
          <RiArrowRightLine className={styles.arrow} aria-hidden />
        </div>
      </CardBody>
    </Card>
  );
}
