export * from './resolverRoutes';
