import { Button, Flex, PasswordField } from '@backstage/ui';
import { isSecretReference } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { StatusBadge } from '../components/StatusBadge';
import type { FormField } from './schemaFields';
import { useConfigForm } from './ConfigFormContext';
import styles from './ConfigForm.module.css';

/**
 * A value that nobody may read back: it is stored under a name first, and the configuration holds the name.
 */
export function SecretField({ field }: { field: FormField }) {
  const { value, setValue, storeSecret, isInvalid } = useConfigForm(field.path);
  const [text, setText] = useState('');
  const [editing, setEditing] = useState(false);
  const store = useMutation({
    mutationFn: () => storeSecret(text),
    onSuccess: reference => {
      setValue(reference);
      setText('');
      setEditing(false);
    },
  });
  if (isSecretReference(value) && !editing) {
    return (
      <StoredSecret
        label={field.label}
        name={value.$secret}
        onReplace={() => setEditing(true)}
      />
    );
  }
  return (
    <Flex align="end" gap="2">
      <PasswordField
        className={styles.itemControl}
        label={field.label}
        description={store.error?.message ?? field.description}
        secondaryLabel={field.required ? 'Required' : undefined}
        isRequired={field.required}
        isInvalid={isInvalid || store.isError}
        size="small"
        autoComplete="off"
        value={text}
        onChange={setText}
      />
      <Button
        size="small"
        variant="secondary"
        isDisabled={text === ''}
        isPending={store.isPending}
        onPress={() => store.mutate()}
      >
        Store secret
      </Button>
    </Flex>
  );
}

function StoredSecret(props: {
  label: string;
  name: string;
  onReplace: () => void;
}) {
  return (
    <Flex direction="column" gap="1">
      <span className={styles.label}>{props.label}</span>
      <Flex align="center" gap="2">
        <StatusBadge tone="success">Stored as {props.name}</StatusBadge>
        <Button size="small" variant="tertiary" onPress={props.onReplace}>
          Replace
        </Button>
      </Flex>
    </Flex>
  );
}
