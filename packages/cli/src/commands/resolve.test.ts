import { createMockDirectory } from '@backstage/backend-test-utils';
import { runCli } from '../testUtils/runCli';

const solvable = { packages: { a: { '1.0.0': {} } }, roots: { a: '*' } };
const unsolvable = { ...solvable, roots: { a: '^2.0.0' } };
const malformed = { ...solvable, roots: { a: 'latest' } };

describe('sceneshift resolve', () => {
  const directory = createMockDirectory();

  const resolveFile = (name: string, content: string, ...flags: string[]) => {
    directory.setContent({ [name]: content });
    return runCli(['resolve', '--file', directory.resolve(name), ...flags]);
  };

  it.each([
    [solvable, 0, { ok: true, solution: { a: '1.0.0' } }],
    [unsolvable, 3, { ok: false, conflict: { a: '^2.0.0' } }],
    [malformed, 2, { ok: false, error: { field: '/roots/a' } }],
  ])('answers %j and ends with %d', async (request, exitCode, answer) => {
    const result = await resolveFile(
      'request.json',
      JSON.stringify(request, null, 2),
      '--json',
    );
    expect(JSON.parse(result.stdout)).toMatchObject(answer);
    expect(result.exitCode).toBe(exitCode);
  });

  it('reads a file that begins with a byte order mark', async () => {
    const text = `\uFEFF${JSON.stringify(solvable)}`;
    const result = await resolveFile('request.json', text, '--json');
    expect(JSON.parse(result.stdout)).toMatchObject({ ok: true });
  });

  it('answers each line, also after one that is no JSON', async () => {
    const lines = [JSON.stringify(solvable), '{', JSON.stringify(unsolvable)];
    const result = await resolveFile(
      'requests.jsonl',
      lines.join('\n'),
      '--json',
    );
    const answers = result.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).ok);
    expect(answers).toEqual([true, false, false]);
    expect(result.exitCode).toBe(2);
  });

  it('names what is wrong with a line that is JSON but no request, or too deep to be shown', async () => {
    const deep = `{"packages":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const lines = ['"a"', deep, JSON.stringify(solvable)];
    const result = await resolveFile(
      'requests.jsonl',
      lines.join('\n'),
      '--json',
    );
    const answers = result.stdout.trim().split('\n');
    expect(answers.map(line => JSON.parse(line))).toMatchObject([
      { error: { field: '', message: 'must be an object, not "a"' } },
      {
        error: { field: '/packages', message: 'must be an object, not a list' },
      },
      { ok: true },
    ]);
    expect(result.exitCode).toBe(2);
  });

  it('refuses a file without a request', async () => {
    const result = await resolveFile('empty.jsonl', '\n');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('There is no request in');
  });

  it('speaks to people without --json', async () => {
    const result = await resolveFile(
      'request.json',
      JSON.stringify(unsolvable),
    );
    expect(result.stdout).toBe(
      'So, because the request asks for a ^2.0.0 and no version of a matches (known: 1.0.0), no set of versions works.\n' +
        'fix: Choose a 1.0.0 instead of ^2.0.0\nfix: Do without a\n',
    );
  });
});
