import { ConfigReader } from '@backstage/core-app-api';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  prepareSpecializedApp,
  type AppError,
} from '@backstage/frontend-app-api';
import {
  coreExtensionData,
  type AppNode,
  type AppTree,
  type ConfigApi,
  type FrontendFeature,
} from '@backstage/frontend-plugin-api';
import appPlugin from '@backstage/plugin-app';

/** What the framework only warns of; every other error would replace the whole app by an error page. */
const HARMLESS: ReadonlySet<AppError['code']> = new Set<AppError['code']>([
  'EXTENSION_IGNORED',
  'INVALID_EXTENSION_CONFIG_KEY',
  'EXTENSION_INPUT_DATA_IGNORED',
  'EXTENSION_INPUT_INTERNAL_IGNORED',
  'EXTENSION_OUTPUT_IGNORED',
  'EXTENSION_BOOTSTRAP_PREDICATE_IGNORED',
  'EXTENSION_BOOTSTRAP_API_UNAVAILABLE',
  'FEATURE_FLAG_INVALID',
]);

/** A page that a set of features brings. */
export interface RehearsedPage {
  pluginId: string;
  path: string;
}

/** What would become of the app with a set of features. */
export interface Rehearsal {
  /** Why it would not start; empty when it would. */
  errors: string[];
  pages: RehearsedPage[];
}

/**
 * Builds the app's tree of extensions without drawing it. One broken extension makes the framework show an
 * error page in place of the whole app, so hosted plugins are tried before they are let in.
 */
export function rehearse(
  features: FrontendFeature[],
  config: ConfigApi,
): Rehearsal {
  try {
    const app = prepareSpecializedApp({
      features: [appPlugin, ...features],
      config: withoutSignIn(config),
    });
    const { errors = [], tree } = app.finalize();
    return {
      errors: errors
        .filter(error => !HARMLESS.has(error.code))
        .map(error => error.message),
      pages: pagesOf(tree),
    };
  } catch (error) {
    return { errors: [String(error)], pages: [] };
  }
}

/** The tree is complete only when nobody has to sign in and no permission has to be asked for first. */
function withoutSignIn(config: ConfigApi): ConfigApi {
  const data = config.get<JsonObject>();
  const app = (data.app ?? {}) as JsonObject;
  const extensions = (app.extensions ?? []) as JsonValue[];
  return new ConfigReader({
    ...data,
    app: {
      ...app,
      extensions: [
        ...extensions,
        { 'sign-in-page:app': false },
        { 'api:app/permission': false },
      ],
    },
  });
}

function pagesOf(tree: AppTree): RehearsedPage[] {
  const nodes: readonly AppNode[] =
    tree.nodes.get('app/routes')?.edges.attachments.get('routes') ?? [];
  return nodes.flatMap(node => {
    const path = node.instance?.getData(coreExtensionData.routePath);
    return path === undefined
      ? []
      : [{ pluginId: node.spec.plugin.pluginId, path }];
  });
}
