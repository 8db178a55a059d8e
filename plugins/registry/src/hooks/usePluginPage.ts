import {
  appTreeApiRef,
  coreExtensionData,
  useApi,
} from '@backstage/frontend-plugin-api';

/** The address of a plugin's first page in this app, if it has one. */
export function usePluginPage(pluginId: string): string | undefined {
  const { tree } = useApi(appTreeApiRef).getTree();
  const pages =
    tree.nodes.get('app/routes')?.edges.attachments.get('routes') ?? [];
  const page = pages.find(
    node => node.spec.plugin.pluginId === pluginId && node.instance,
  );
  const path = page?.instance?.getData(coreExtensionData.routePath);
  // A path with parameters cannot be opened without knowing them.
  return path?.includes(':') ? undefined : path;
}
