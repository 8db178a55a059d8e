/**
 * Contract suites of the ports, stand-ins, and what tests of all rooms need.
 *
 * @packageDocumentation
 */
export * from './ArtifactStore.contract';
export * from './FakeApiKeys';
export * from './listRoutes';
export * from './contractOf';
