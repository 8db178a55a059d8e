import { NumberField, Select, Switch, TextField } from '@backstage/ui';
import type { FormField } from './schemaFields';
import { ArrayField } from './ArrayField';
import { JsonField } from './JsonField';
import { ObjectField } from './ObjectField';
import { SecretField } from './SecretField';
import { useConfigForm } from './ConfigFormContext';

/** The control for one field, by kind. */
export function FieldControl({ field }: { field: FormField }) {
  switch (field.kind) {
    case 'object':
      return <ObjectField field={field} />;
    case 'array':
      return <ArrayField field={field} />;
    case 'secret':
      return <SecretField field={field} />;
    case 'json':
      return <JsonField field={field} />;
    default:
      return <ScalarField field={field} />;
  }
}

type ScalarFieldModel = Extract<
  FormField,
  { kind: 'string' | 'number' | 'boolean' | 'enum' }
>;

function ScalarField({ field }: { field: ScalarFieldModel }) {
  const { value, setValue, isInvalid } = useConfigForm(field.path);
  const common = {
    label: field.label,
    description: field.description,
    secondaryLabel: field.required ? 'Required' : undefined,
    isRequired: field.required,
    isInvalid,
  };
  if (field.kind === 'boolean') {
    return (
      <Switch
        label={field.label}
        isSelected={Boolean(value ?? field.defaultValue)}
        onChange={setValue}
      />
    );
  }
  if (field.kind === 'number') {
    return (
      <NumberField
        {...common}
        value={typeof value === 'number' ? value : NaN}
        placeholder={placeholderOf(field)}
        minValue={field.min}
        maxValue={field.max}
        step={field.integer ? 1 : undefined}
        formatOptions={{ useGrouping: false, maximumFractionDigits: 20 }}
        onChange={next => setValue(Number.isNaN(next) ? undefined : next)}
      />
    );
  }
  if (field.kind === 'enum') {
    const options = field.options.map(option => ({
      id: String(option),
      label: String(option),
    }));
    return (
      <Select
        {...common}
        options={options}
        placeholder={placeholderOf(field) ?? 'Choose'}
        selectedKey={value === undefined ? null : String(value)}
        onSelectionChange={key =>
          setValue(field.options.find(option => String(option) === key))
        }
      />
    );
  }
  return (
    <TextField
      {...common}
      value={typeof value === 'string' ? value : ''}
      placeholder={placeholderOf(field)}
      onChange={text => setValue(text === '' ? undefined : text)}
    />
  );
}

function placeholderOf(field: FormField): string | undefined {
  return field.defaultValue === undefined
    ? undefined
    : String(field.defaultValue);
}
