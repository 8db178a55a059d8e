import {
  Button,
  Container,
  Header,
  SearchField,
  Skeleton,
  Text,
} from '@backstage/ui';
import { RiPuzzle2Line, RiSearchLine } from '@remixicon/react';
import {
  currentEnvironment,
  EmptyState,
  ErrorPanel,
  useEnvironmentChanges,
  useEnvironments,
} from '@sceneshift/backstage-platform-react';
import { findInstalled } from '../../hooks/installState';
import { usePlugins } from '../../hooks/usePlugins';
import { useSearchQuery } from '../../hooks/useSearchQuery';
import { PluginCard } from './PluginCard';
import styles from './PluginsPage.module.css';

/** Find a plugin. */
export function PluginsPage() {
  const { text, setText, query } = useSearchQuery();
  const result = usePlugins(query);
  return (
    <>
      <Header
        title="Plugins"
        description="Find a plugin, read what it does, and install it. It serves within seconds; nothing restarts."
      />
      <Container pb="8">
        <div className={styles.toolbar}>
          <SearchField
            aria-label="Search plugins"
            placeholder="Search by name, keyword or description"
            value={text}
            onChange={setText}
            className={styles.search}
          />
          {result.plugins && (
            <Text variant="body-small" color="secondary" role="status">
              {countOf(result.plugins.length, Boolean(result.hasNextPage))}
            </Text>
          )}
        </div>
        {result.error && (
          <ErrorPanel
            error={result.error}
            title="The plugins could not be read"
            onRetry={() => result.refetch()}
          />
        )}
        {result.isPending && <PluginCardSkeletons />}
        {result.plugins?.length === 0 && <NoPlugins query={query} />}
        <PluginCards result={result} />
      </Container>
    </>
  );
}

function PluginCards({ result }: { result: ReturnType<typeof usePlugins> }) {
  const environment = currentEnvironment(useEnvironments().data);
  useEnvironmentChanges(environment?.name);
  return (
    <>
      <div
        className={styles.grid}
        data-stale={result.isPlaceholderData || undefined}
      >
        {result.plugins?.map(plugin => (
          <PluginCard
            key={plugin.pluginId}
            plugin={plugin}
            installed={findInstalled(environment, plugin.pluginId)}
          />
        ))}
      </div>
      {result.hasNextPage && (
        <div className={styles.more}>
          <Button
            variant="secondary"
            isPending={result.isFetchingNextPage}
            onPress={() => result.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function countOf(count: number, more: boolean): string {
  if (more) return `The first ${count} plugins`;
  return count === 1 ? '1 plugin' : `${count} plugins`;
}

function NoPlugins({ query }: { query: string }) {
  if (query) {
    return (
      <EmptyState
        icon={<RiSearchLine />}
        title={`Nothing matches “${query}”`}
        description="Try another word, or import the plugin from npm with sceneshift import."
      />
    );
  }
  return (
    <EmptyState
      icon={<RiPuzzle2Line />}
      title="The registry is empty"
      description="Publish a plugin with npm publish, or bring one from npm with sceneshift import."
    />
  );
}

const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f'];

function PluginCardSkeletons() {
  return (
    <div className={styles.grid} aria-busy aria-label="Loading plugins">
      {SKELETONS.map(key => (
        <Skeleton key={key} width="100%" height={168} />
      ))}
    </div>
  );
}
