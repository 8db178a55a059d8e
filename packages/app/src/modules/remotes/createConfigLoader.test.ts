import { createConfigLoader } from './createConfigLoader';
import { RemotesSource } from './RemotesSource';
import { remoteEntry, remotesList } from './testRemotes';

const base = [
  {
    context: 'app-config.yaml',
    data: {
      app: { title: 'Portal', baseUrl: 'http://localhost:7007/portal' },
      backend: { baseUrl: 'http://localhost:7007' },
    },
  },
];

function createLoader(request: typeof fetch, data = base) {
  const source = new RemotesSource({ fetch: request, timeoutMs: 50 });
  return {
    source,
    load: createConfigLoader({
      source,
      loadBase: async () => data,
      origin: 'https://portal.example',
    }),
  };
}

const answer = (body: unknown, status = 200) =>
  jest.fn(async () => new Response(JSON.stringify(body), { status }));

describe('createConfigLoader', () => {
  it('adds the configuration of hosted plugins and asks once for the page', async () => {
    const request = answer(
      remotesList({
        remotes: [remoteEntry('hello')],
        config: { data: { hello: { greeting: 'Hi' } }, extensions: [] },
      }),
    );
    const { load, source } = createLoader(request);

    const { config } = await load();
    await source.load(config.getString('backend.baseUrl'));

    expect(config.getString('hello.greeting')).toBe('Hi');
    expect(request).toHaveBeenCalledTimes(1);
    expect(request).toHaveBeenCalledWith(
      'https://portal.example/api/lifecycle/v1/remotes',
      expect.objectContaining({ cache: 'no-store' }),
    );
  });

  it('serves one build under any address', async () => {
    const { load } = createLoader(answer(remotesList()));

    const { config } = await load();

    expect(config.getString('app.baseUrl')).toBe(
      'https://portal.example/portal',
    );
    expect(config.getString('backend.baseUrl')).toBe('https://portal.example');
  });

  it('leaves a backend elsewhere where it is', async () => {
    const { load } = createLoader(answer(remotesList()), [
      {
        context: 'app-config.yaml',
        data: {
          app: { title: 'Portal', baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
        },
      },
    ]);

    const { config } = await load();

    expect(config.getString('backend.baseUrl')).toBe('http://localhost:7007');
  });

  it.each<[string, typeof fetch]>([
    ['is refused', answer({}, 503)],
    ['has an unknown form', answer({ plugins: [] })],
    [
      'cannot be reached',
      async () => {
        throw new TypeError('Failed to fetch');
      },
    ],
    [
      'never comes',
      (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () =>
            reject(new Error('timed out')),
          );
        }),
    ],
  ])('works with the portal alone when the list %s', async (_, request) => {
    const { load, source } = createLoader(request);

    const { config } = await load();

    expect(config.getString('app.title')).toBe('Portal');
    await expect(source.load('http://unused')).resolves.toEqual({
      error: expect.any(Error),
    });
  });
});
