/**
 * The services that every room of the control plane shares.
 *
 * @packageDocumentation
 */
export * from './apiKeys/types';
export * from './principals/types';
