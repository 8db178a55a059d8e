export { ConfigForm, type ConfigFormProps } from './ConfigForm';
export type { ConfigFormState } from './ConfigFormContext';
export * from './JsonSchema';
export * from './configValues';
export * from './schemaFields';
