import type { FormField } from './schemaFields';
import { ArrayField } from './ArrayField';
import { JsonField } from './JsonField';
import { ObjectField } from './ObjectField';
import {
  BooleanField,
  EnumField,
  NumericField,
  StringField,
} from './ScalarField';
import { SecretField } from './SecretField';

/** The control for one field, by kind. */
export function FieldControl({ field }: { field: FormField }) {
  switch (field.kind) {
    case 'object':
      return <ObjectField field={field} />;
    case 'array':
      return <ArrayField field={field} />;
    case 'secret':
      return <SecretField field={field} />;
    case 'number':
      return <NumericField field={field} />;
    case 'boolean':
      return <BooleanField field={field} />;
    case 'enum':
      return <EnumField field={field} />;
    case 'string':
      return <StringField field={field} />;
    default:
      return <JsonField field={field} />;
  }
}
