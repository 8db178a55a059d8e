export * from './PortalQueryProvider';
export * from './lifecycleKeys';
export * from './useEnvironmentChanges';
export * from './useEnvironments';
