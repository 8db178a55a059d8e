import { baseline } from '../__testUtils__/artifacts';
import { useRegistry } from '../__testUtils__/useRegistry';

jest.setTimeout(60_000);

describe('a registry without packages', () => {
  const used = useRegistry();

  it('serves baselines, and its contract as it is written', async () => {
    await expect(used.acme.get('/baselines')).resolves.toMatchObject({
      body: { items: [{ release: '1.55.0', current: true }] },
    });
    await expect(used.acme.get('/baselines/1.55.0')).resolves.toMatchObject({
      body: baseline,
    });
    for (const release of ['1.0.0', '..%2f..%2fetc']) {
      const { body } = await used.acme.get(`/baselines/${release}`);
      expect(body.code).toBe('BASELINE_NOT_FOUND');
    }
    await expect(used.acme.get('/openapi.json')).resolves.toMatchObject({
      body: { openapi: '3.1.0' },
    });
  });
});
