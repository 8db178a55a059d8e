/**
 * The services that every room of the control plane shares.
 *
 * @packageDocumentation
 */
export * from './apiKeys/apiKeysServiceRef';
export * from './apiKeys/types';
export * from './artifacts/ArtifactStore';
export * from './artifacts/FileSystemArtifactStore';
export * from './artifacts/artifactStoreServiceRef';
export * from './audit/AuditLog';
export * from './database/openRoomDatabase';
export { migrateRoomTables } from './database/platformDatabase';
export { developmentCredentials } from './development/plugin';
export * from './environments/currentEnvironment';
export * from './http/createRestRouter';
export * from './http/problems';
export * from './http/sendWithEtag';
export { idempotency, keepInstead } from './idempotency/idempotency';
export * from './mutations/Mutation';
export * from './organizations/Organizations';
export * from './organizations/grants';
export * from './outbox/Outbox';
export * from './outbox/RelayEvents';
export * from './permissions/organizationPermissions';
export {
  ORGANIZATION_HEADER,
  ROOM_PLUGIN_IDS,
} from './principals/DefaultPrincipalsService';
export { RequestGate } from './principals/RequestGate';
export * from './principals/serviceRefs';
export * from './principals/types';
export * from './rooms/RoomClient';
