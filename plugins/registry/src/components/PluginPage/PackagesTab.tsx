import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { Facts, StatusBadge } from '@sceneshift/backstage-platform-react';
import type {
  PackageSummary,
  Plugin,
} from '@sceneshift/backstage-plugin-registry-common';
import { roleLabel } from '../roles';
import styles from './PluginPage.module.css';

/** The npm packages that make the plugin. */
export function PackagesTab({ plugin }: { plugin: Plugin }) {
  return (
    <div className={styles.cards}>
      {plugin.packages.map(item => (
        <PackageCard key={item.name} item={item} />
      ))}
    </div>
  );
}

function PackageCard({ item }: { item: PackageSummary }) {
  return (
    <Card>
      <CardHeader>
        <div className={styles.sectionTitle}>
          <Text as="h2" weight="bold" className={styles.breakable}>
            {item.name}
          </Text>
          <StatusBadge tone="neutral" icon={false}>
            {item.role ? roleLabel(item.role) : 'Library'}
          </StatusBadge>
        </div>
      </CardHeader>
      <CardBody>
        <div className={styles.details}>
          {item.description && (
            <Text color="secondary">{item.description}</Text>
          )}
          <Facts
            facts={[
              ['Latest', item.latestVersion],
              ['Versions', item.versions.length],
              ['Origin', item.origin],
              ...Object.entries(item.distTags),
            ]}
          />
        </div>
      </CardBody>
    </Card>
  );
}
