/**
 * Shapes and permissions of the registry. No I/O.
 *
 * @packageDocumentation
 */
export * from './permissions';
export * from './types';
