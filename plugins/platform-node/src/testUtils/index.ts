/**
 * Contract suites of the ports, for their adapters' tests.
 *
 * @packageDocumentation
 */
export * from './ArtifactStore.contract';
export * from './listRoutes';
