/**
 * UI parts that the registry and the lifecycle room share: API clients, server state, plans, rollouts and
 * small components.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './components';
export * from './config';
export * from './plan';
export * from './query';
export * from './rollout';
export * from './routes';
