import { TextAreaField } from '@backstage/ui';
import { useState } from 'react';
import type { FormField } from './schemaFields';
import { useConfigForm } from './ConfigFormContext';

/** Edits a value that has no control of its own as JSON; what does not parse is not taken. */
export function JsonField({ field }: { field: FormField }) {
  const { value, setValue, isInvalid } = useConfigForm(field.path);
  const [text, setText] = useState(() =>
    value === undefined ? '' : JSON.stringify(value, null, 2),
  );
  const [broken, setBroken] = useState(false);
  const change = (next: string) => {
    setText(next);
    const parsed = parseJson(next);
    setBroken(!parsed.ok);
    if (parsed.ok) setValue(parsed.value);
  };
  return (
    <TextAreaField
      label={field.label}
      description={
        broken ? 'This is not valid JSON yet.' : field.description ?? 'JSON'
      }
      secondaryLabel={field.required ? 'Required' : undefined}
      isRequired={field.required}
      isInvalid={isInvalid || broken}
      value={text}
      onChange={change}
      rows={4}
    />
  );
}

function parseJson(text: string): { ok: boolean; value?: unknown } {
  if (text.trim() === '') return { ok: true };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // Half-typed JSON is expected: the field says so until it parses.
    return { ok: false };
  }
}
