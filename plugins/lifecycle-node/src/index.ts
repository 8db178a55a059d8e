/**
 * Hosted plugins as the rest of the control plane sees them: which there are, and the way to them.
 *
 * @packageDocumentation
 */
export { createHealthcheckRouter } from './healthcheck';
export { hostedPluginsServiceRef } from './hostedPlugins/hostedPluginsServiceRef';
export { InMemoryHostedPlugins } from './hostedPlugins/InMemoryHostedPlugins';
export * from './hostedPlugins/types';
export { hostedPluginsRootHttpRouterFactory } from './hostedPluginsRootHttpRouterFactory';
export { HostedPluginsProxy } from './proxy/HostedPluginsProxy';
