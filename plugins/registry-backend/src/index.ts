/**
 * The registry: publish, verify, find.
 *
 * @packageDocumentation
 */
export { registryPlugin as default } from './plugin';
