/**
 * The resolver's service for other rooms of the control plane.
 *
 * @packageDocumentation
 */
export * from './resolverServiceRef';
export * from './ResolverService';
