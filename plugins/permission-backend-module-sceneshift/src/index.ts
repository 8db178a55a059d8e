/**
 * The permission policy of organizations and roles.
 *
 * @packageDocumentation
 */
export { OrganizationRolesPolicy } from './OrganizationRolesPolicy';
export { permissionModuleSceneshift as default } from './module';
