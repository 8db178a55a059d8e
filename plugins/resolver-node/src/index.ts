/**
 * The resolver's service for other rooms of the control plane, its shapes and its permissions.
 *
 * @packageDocumentation
 */
export * from './permissions';
export * from './resolverServiceRef';
export * from './ResolverService';
export * from './types';
