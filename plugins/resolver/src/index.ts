/**
 * The resolver in the browser: who needs whom.
 *
 * @packageDocumentation
 */
export { resolverPlugin as default } from './plugin';
