import type { FormField } from './schemaFields';
import { FieldControl } from './FieldControl';
import styles from './ConfigForm.module.css';

/** A group of fields that belong to one object. */
export function ObjectField(props: {
  field: Extract<FormField, { kind: 'object' }>;
}) {
  const { field } = props;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{field.label}</legend>
      {field.description && (
        <p className={styles.description}>{field.description}</p>
      )}
      {field.fields.map(child => (
        <FieldControl key={child.path.join('.')} field={child} />
      ))}
    </fieldset>
  );
}
