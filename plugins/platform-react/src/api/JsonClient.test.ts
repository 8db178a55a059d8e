import { JsonClient } from './JsonClient';
import { ProblemError } from './ProblemError';

function clientOf(response: Response) {
  const fetch = jest.fn(async () => response);
  const client = new JsonClient({
    fetchApi: { fetch },
    baseUrl: 'plugin://lifecycle/v1',
  });
  return { client, fetch };
}

describe('JsonClient', () => {
  it('reads from the plugin, leaving out what was not asked for', async () => {
    const { client, fetch } = clientOf(new Response('{"items":[]}'));

    const answer = await client.get('/rollouts', {
      limit: 5,
      cursor: undefined,
    });

    expect(answer).toEqual({ items: [] });
    expect(fetch).toHaveBeenCalledWith(
      'plugin://lifecycle/v1/rollouts?limit=5',
      expect.objectContaining({ method: 'GET' }),
    );
  });

  it('accepts an answer without a body', async () => {
    const { client } = clientOf(new Response(null, { status: 204 }));

    await expect(client.put('/secrets/x', { value: 'y' })).resolves.toBe(
      undefined,
    );
  });

  it.each<[string, Response, Partial<ProblemError>]>([
    [
      'problem+json',
      new Response(
        JSON.stringify({
          code: 'PLAN_STALE',
          title: 'The environment has changed',
          detail: 'Make a new plan.',
        }),
        { status: 409 },
      ),
      { code: 'PLAN_STALE', status: 409, message: 'Make a new plan.' },
    ],
    [
      "Backstage's own error",
      new Response(
        JSON.stringify({ error: { name: 'NotAllowedError', message: 'No.' } }),
        { status: 403 },
      ),
      { code: 'HTTP_403', title: 'NotAllowedError', message: 'No.' },
    ],
    [
      'a page of a proxy',
      new Response('<html>Bad gateway</html>', {
        status: 502,
        statusText: 'Bad Gateway',
      }),
      { code: 'HTTP_502', message: 'Bad Gateway' },
    ],
  ])('turns %s into an error with a code', async (_, response, expected) => {
    const { client } = clientOf(response);

    const error = await client.post('/x', {}).catch(cause => cause);

    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject(expected);
  });
});
