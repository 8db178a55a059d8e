import { Button, ButtonIcon } from '@backstage/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { schemaField, type FormField } from './schemaFields';
import { FieldControl } from './FieldControl';
import { useConfigForm } from './ConfigFormContext';
import styles from './ConfigForm.module.css';

/** A list of values; each is edited by the control of its kind. */
export function ArrayField(props: {
  field: Extract<FormField, { kind: 'array' }>;
}) {
  const { field } = props;
  const { value, setValue } = useConfigForm(field.path);
  const items: unknown[] = Array.isArray(value) ? value : [];
  const itemField = (index: number) =>
    schemaField(field.itemSchema, {
      path: [...field.path, String(index)],
      secret: field.secret,
    });
  const remove = (index: number) => {
    const left = items.filter((_item, position) => position !== index);
    setValue(left.length > 0 ? left : undefined);
  };
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>
        {field.label}
        {field.required && <span className={styles.required}> Required</span>}
      </legend>
      {field.description && (
        <p className={styles.description}>{field.description}</p>
      )}
      {items.map((_item, index) => (
        <div key={itemField(index).path.join('.')} className={styles.item}>
          <div className={styles.itemControl}>
            <FieldControl field={itemField(index)} />
          </div>
          <ButtonIcon
            aria-label={`Remove ${field.label} ${index + 1}`}
            variant="tertiary"
            icon={<RiDeleteBinLine />}
            onPress={() => remove(index)}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiAddLine />}
          onPress={() => setValue([...items, emptyItem(itemField(0))])}
        >
          Add
        </Button>
      </div>
    </fieldset>
  );
}

function emptyItem(field: FormField): unknown {
  if (field.kind === 'object') return {};
  if (field.kind === 'number') return 0;
  if (field.kind === 'boolean') return false;
  if (field.kind === 'enum') return field.options[0];
  return field.kind === 'array' ? [] : '';
}
