import type {
  PluginConfig,
  SecretReference,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { createContext, useContext } from 'react';
import { getAt, setAt } from './configValues';

/** What the controls of a form share. */
export interface ConfigFormState {
  values: PluginConfig;
  onChange: (values: PluginConfig) => void;
  /** Paths that the plan found missing or wrong. */
  invalidPaths: ReadonlySet<string>;
  /** Stores a value under a name of its own and answers with the reference to it. */
  onStoreSecret: (path: string[], value: string) => Promise<SecretReference>;
}

const ConfigFormContext = createContext<ConfigFormState | undefined>(undefined);

export const ConfigFormProvider = ConfigFormContext.Provider;

/** The value at a path of the form, and how to change it. */
export function useConfigForm(path: string[]) {
  const form = useContext(ConfigFormContext);
  if (!form) throw new Error('Form fields must be inside a ConfigForm');
  return {
    value: getAt(form.values, path),
    setValue: (value: unknown) =>
      form.onChange(setAt(form.values, path, value)),
    isInvalid: form.invalidPaths.has(path.join('.')),
    storeSecret: (value: string) => form.onStoreSecret(path, value),
  };
}
