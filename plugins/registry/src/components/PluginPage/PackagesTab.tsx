import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { StatusBadge } from '@sceneshift/backstage-platform-react';
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
          <dl className={styles.facts}>
            <div>
              <dt>Latest</dt>
              <dd>{item.latestVersion}</dd>
            </div>
            <div>
              <dt>Versions</dt>
              <dd>{item.versions.length}</dd>
            </div>
            <div>
              <dt>Origin</dt>
              <dd>{item.origin}</dd>
            </div>
            {Object.entries(item.distTags).map(([tag, version]) => (
              <div key={tag}>
                <dt>{tag}</dt>
                <dd>{version}</dd>
              </div>
            ))}
          </dl>
        </div>
      </CardBody>
    </Card>
  );
}
