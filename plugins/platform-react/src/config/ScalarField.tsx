import { NumberField, Select, Switch, TextField } from '@backstage/ui';
import type { FormField } from './schemaFields';
import { useConfigForm } from './ConfigFormContext';

type FieldOf<K extends FormField['kind']> = Extract<FormField, { kind: K }>;

/** What every control shows of a field. */
function useField(field: FormField) {
  const { value, setValue, isInvalid } = useConfigForm(field.path);
  const shown = {
    label: field.label,
    description: field.description,
    secondaryLabel: field.required ? 'Required' : undefined,
    isRequired: field.required,
    isInvalid,
    placeholder:
      field.defaultValue === undefined ? undefined : String(field.defaultValue),
  };
  return { value, setValue, shown };
}

export function StringField({ field }: { field: FieldOf<'string'> }) {
  const { value, setValue, shown } = useField(field);
  return (
    <TextField
      {...shown}
      value={typeof value === 'string' ? value : ''}
      onChange={text => setValue(text === '' ? undefined : text)}
    />
  );
}

export function NumericField({ field }: { field: FieldOf<'number'> }) {
  const { value, setValue, shown } = useField(field);
  return (
    <NumberField
      {...shown}
      value={typeof value === 'number' ? value : NaN}
      minValue={field.min}
      maxValue={field.max}
      step={field.integer ? 1 : undefined}
      formatOptions={{ useGrouping: false, maximumFractionDigits: 20 }}
      onChange={next => setValue(Number.isNaN(next) ? undefined : next)}
    />
  );
}

export function BooleanField({ field }: { field: FieldOf<'boolean'> }) {
  const { value, setValue } = useField(field);
  return (
    <Switch
      label={field.label}
      isSelected={Boolean(value ?? field.defaultValue)}
      onChange={setValue}
    />
  );
}

export function EnumField({ field }: { field: FieldOf<'enum'> }) {
  const { value, setValue, shown } = useField(field);
  const options = field.options.map(option => ({
    id: String(option),
    label: String(option),
  }));
  return (
    <Select
      {...shown}
      placeholder={shown.placeholder ?? 'Choose'}
      options={options}
      selectedKey={value === undefined ? null : String(value)}
      onSelectionChange={key =>
        setValue(field.options.find(option => String(option) === key))
      }
    />
  );
}
