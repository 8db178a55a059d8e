import { useMemo } from 'react';
import { asJsonSchema } from './JsonSchema';
import { ConfigFormProvider, type ConfigFormState } from './ConfigFormContext';
import { FieldControl } from './FieldControl';
import { schemaFields } from './schemaFields';
import styles from './ConfigForm.module.css';

/** @public */
export interface ConfigFormProps extends ConfigFormState {
  /** The plugin's JSON schema, rooted where app-config is. */
  schema: Record<string, unknown>;
  /** Paths that must have a value. */
  required: string[];
}

/**
 * A form for a plugin's configuration, made from its schema.
 *
 * @public
 */
export function ConfigForm({ schema, required, ...state }: ConfigFormProps) {
  const fields = useMemo(
    () => schemaFields(asJsonSchema(schema), required),
    [schema, required],
  );
  return (
    <ConfigFormProvider value={state}>
      <div className={styles.form}>
        {fields.map(field => (
          <FieldControl key={field.path.join('.')} field={field} />
        ))}
      </div>
    </ConfigFormProvider>
  );
}
