/**
 * The resolver: which versions go together, plans, locks and upgrades, over the facts of the registry.
 *
 * @packageDocumentation
 */
export { resolverPlugin as default } from './plugin';
