/**
 * Shapes and permissions of the registry, and the check whether a release can load an artifact. No I/O.
 *
 * @packageDocumentation
 */
export * from './facts';
export * from './loadFault';
export * from './permissions';
export * from './types';
