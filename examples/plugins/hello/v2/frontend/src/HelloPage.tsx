import { useEffect, useState } from 'react';
import { fetchApiRef, useApi } from '@backstage/core-plugin-api';
import { Card, CardBody, Container, Text } from '@backstage/ui';

interface Greeting {
  message: string;
  count: number;
  version: string;
  mood: string;
}

export const HelloPage = () => {
  const { fetch } = useApi(fetchApiRef);
  const [greeting, setGreeting] = useState<Greeting>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    fetch('plugin://hello/greeting')
      .then(async response => {
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        setGreeting(await response.json());
      })
      .catch(cause => setError(String(cause)));
  }, [fetch]);
  return (
    <Container>
      <Card>
        <CardBody>
          <Text as="h2" variant="title-medium">
            {error ?? greeting?.message ?? 'One moment …'}
          </Text>
          {greeting && (
            <Text as="p">
              Greeting number {greeting.count} of this user, by version{' '}
              {greeting.version}, in a {greeting.mood} mood.
            </Text>
          )}
        </CardBody>
      </Card>
    </Container>
  );
};
