/**
 * Shapes and permissions of the lifecycle room, and the protocol between control plane and supervisors. No I/O.
 *
 * @packageDocumentation
 */
export * from './data';
export * from './desired';
export * from './permissions';
export * from './plan';
export * from './portal';
export * from './requests';
export * from './signals';
export * from './types';
