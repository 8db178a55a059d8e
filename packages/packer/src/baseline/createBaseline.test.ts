import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createBaseline } from './createBaseline';
import { formatBaseline } from './formatBaseline';
import { loadBaseline } from './loadBaseline';

const CHECKOUT = resolve(__dirname, '../../../..');

jest.setTimeout(60_000);

describe('createBaseline', () => {
  it('gives the recorded release: after a change of libraries, record it again and review the difference', async () => {
    const { baseline, skipped } = await createBaseline({ portalDir: CHECKOUT });
    expect(skipped).toEqual([]);
    expect(formatBaseline(baseline)).toBe(
      await readFile(
        resolve(CHECKOUT, `baselines/${baseline.release}.json`),
        'utf8',
      ),
    );
  });

  it('knows what hosts supply, what the app shares, and what the build needs', async () => {
    const baseline = await loadBaseline();
    expect(
      baseline.backend['@backstage/backend-plugin-api']?.exports?.['.'],
    ).toContain('createBackendPlugin');
    expect(Object.keys(baseline.shared)).toContain('react-router-dom');
    expect(baseline.toolchain).toHaveProperty(['@backstage/cli-module-build']);
    expect(Object.keys(baseline.backend)).not.toContain(
      '@backstage/backend-test-utils',
    );
  });
});

describe('loadBaseline', () => {
  it.each([
    ['9.9.9', 'BASELINE_NOT_FOUND'],
    ['/nonexistent.json', 'BASELINE_NOT_FOUND'],
    [resolve(CHECKOUT, 'package.json'), 'INPUT_INVALID'],
  ])('refuses %s', async (location, code) => {
    await expect(loadBaseline(location)).rejects.toMatchObject({ code });
  });
});
