/**
 * The registry room in the browser: find a plugin, read about it, install it.
 *
 * @packageDocumentation
 */
export { registryPlugin as default } from './plugin';
