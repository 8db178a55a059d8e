/**
 * The registry's service for other rooms of the control plane.
 *
 * @packageDocumentation
 */
export * from './RegistryService';
export * from './registryServiceRef';
