import { Skeleton } from '@backstage/ui';
import { RiBookOpenLine } from '@remixicon/react';
import {
  EmptyState,
  ErrorPanel,
  ProblemError,
  Readme,
} from '@sceneshift/backstage-platform-react';
import type {
  PackageSummary,
  Plugin,
} from '@sceneshift/backstage-plugin-registry-common';
import { mainPackage, useReadme } from '../../hooks/usePlugin';

/** The README of the package that speaks for the plugin. */
export function ReadmeTab({ plugin }: { plugin: Plugin }) {
  const leading = mainPackage(plugin);
  return leading ? <PackageReadme item={leading} /> : <NoReadme />;
}

function PackageReadme({ item }: { item: PackageSummary }) {
  const readme = useReadme(item.name, item.latestVersion);
  if (readme.isPending) return <Skeleton width="100%" height={320} />;
  if (readme.error) {
    const missing =
      readme.error instanceof ProblemError && readme.error.status === 404;
    if (missing) return <NoReadme />;
    return (
      <ErrorPanel
        error={readme.error}
        title="The README could not be read"
        onRetry={() => readme.refetch()}
      />
    );
  }
  return readme.data ? <Readme markdown={readme.data} /> : <NoReadme />;
}

function NoReadme() {
  return (
    <EmptyState
      icon={<RiBookOpenLine />}
      title="This plugin has no README"
      description="Its author can add a README.md to the package and publish a new version."
    />
  );
}
