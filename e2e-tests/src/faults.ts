/** What becomes of a version that is rolled out. */
export type Ending =
  /** It never serves. */
  | 'failed'
  /** It serves or comes close to it, turns bad, and the version before serves again by itself. */
  | 'rolledBack'
  /** Its plan names what is wrong, and cannot be applied. */
  | 'refused'
  /** Its backend serves; where its page would be, the portal says what is wrong. */
  | 'card';

/** One way of being bad: an example plugin, and what the portal makes of it. */
export interface Fault {
  /** The folder is `examples/plugins/bad-<name>`. */
  name: string;
  /** Default: hello. */
  pluginId?: string;
  packageName: string;
  ending: Ending;
  /** What makes it turn bad, below `/api/hello`. */
  trigger?: string;
  /** From the error catalogue. */
  code?: string;
  /** What API and portal say. */
  words: RegExp;
}

const backend = '@demo/plugin-hello-backend';
const frontend = '@demo/plugin-hello';

export const backendFaults: Fault[] = [
  {
    name: 'throws-on-import',
    packageName: backend,
    ending: 'failed',
    code: 'HOST_START_FAILED',
    words: /hello: this module cannot be loaded/,
  },
  {
    name: 'rejects-in-init',
    packageName: backend,
    ending: 'failed',
    code: 'HOST_START_FAILED',
    words: /hello: the greeting service is not reachable/,
  },
  {
    name: 'never-finishes-init',
    packageName: backend,
    ending: 'failed',
    code: 'HOST_START_TIMEOUT',
    words: /did not start within \d+ ms/,
  },
  {
    name: 'exits-at-once',
    packageName: backend,
    ending: 'failed',
    code: 'HOST_EXITED',
    words: /ended by itself \(code 7\)/,
  },
  {
    name: 'missing-config',
    packageName: backend,
    ending: 'failed',
    code: 'HOST_START_FAILED',
    words: /Missing required config value at 'hello\.apiUrl'/,
  },
  {
    name: 'failing-migration',
    packageName: backend,
    ending: 'failed',
    code: 'HOST_START_FAILED',
    words: /hello: this migration cannot be applied/,
  },
  {
    name: 'exits-later',
    packageName: backend,
    ending: 'rolledBack',
    code: 'HOST_EXITED',
    words: /ended by itself \(code 7\)/,
  },
  {
    name: 'blocks-event-loop',
    packageName: backend,
    ending: 'rolledBack',
    trigger: '/block',
    code: 'HOST_HANG',
    words: /did not answer for \d+ ms/,
  },
  {
    name: 'allocates-heap',
    packageName: backend,
    ending: 'rolledBack',
    trigger: '/allocate',
    // Close to its limit, V8 collects without end: on a busy machine the host hangs before it gives up.
    code: 'HOST_OUT_OF_MEMORY|HOST_HANG',
    words: /ran out of heap|did not answer for|more memory|of memory/,
  },
  {
    name: 'allocates-buffers',
    packageName: backend,
    ending: 'rolledBack',
    trigger: '/allocate',
    code: 'HOST_OUT_OF_MEMORY',
    words: /MiB of memory|more memory than/,
  },
  {
    name: 'floods-log',
    packageName: backend,
    ending: 'rolledBack',
    code: 'HOST_LOG_FLOOD',
    words: /were dropped/,
  },
  {
    name: 'unhandled-rejection',
    packageName: backend,
    ending: 'rolledBack',
    code: 'HOST_UNHANDLED_ERROR',
    words: /hello: nobody awaits this/,
  },
];

export const frontendFaults: Fault[] = [
  {
    name: 'remote-throws',
    packageName: frontend,
    ending: 'card',
    code: 'REMOTE_INVALID',
    words: /hello: this remote cannot be loaded/,
  },
  {
    name: 'remote-hangs',
    packageName: frontend,
    ending: 'card',
    code: 'FETCH_FAILED',
    words: /It did not load within \d+ s/,
  },
  {
    name: 'remote-missing',
    packageName: frontend,
    ending: 'card',
    words: /Failed to fetch dynamically imported module: \S+missing\/page\.js/,
  },
  {
    name: 'throws-while-rendering',
    packageName: frontend,
    ending: 'card',
    words: /hello: this page cannot be rendered/,
  },
  {
    name: 'mf-manifest',
    packageName: frontend,
    ending: 'failed',
    code: 'REMOTE_INVALID',
    words: /cannot be loaded: .*JSON/,
  },
  {
    name: 'takes-catalog-id',
    pluginId: 'catalog',
    packageName: '@demo/plugin-takes-catalog-id',
    ending: 'refused',
    code: 'PLUGIN_ID_RESERVED',
    words: /The plugin id 'catalog' belongs to the portal/,
  },
  {
    name: 'takes-catalog-route',
    pluginId: 'takes-route',
    packageName: '@demo/plugin-takes-catalog-route',
    ending: 'refused',
    code: 'ROUTE_CONFLICT',
    words: /has the path '\/catalog', which is taken by the portal/,
  },
];
