import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginIncarnation } from './Incarnation';
import { createSupervisorLog } from './SupervisorLog';

describe('an incarnation', () => {
  const directory = mkdtempSync(join(tmpdir(), 'incarnation-'));
  const path = join(directory, 'incarnation.json');
  const log = createSupervisorLog();

  afterAll(() => rmSync(directory, { recursive: true }));

  const begin = (now: number, at = path) => {
    const [id, start] = beginIncarnation(at, { now, log }).split('.');
    return { id, start: Number(start) };
  };

  it('keeps the identity of its directory, and grows also when the clock goes back', () => {
    const first = begin(1_000);
    expect(first).toEqual({ id: expect.any(String), start: 1_000 });
    expect(begin(5_000)).toEqual({ id: first.id, start: 5_000 });
    expect(begin(10)).toEqual({ id: first.id, start: 5_001 });
    expect(readdirSync(directory)).toEqual(['incarnation.json']);
  });

  it.each([
    ['cut off', '{"directory":'],
    ['nothing', 'null'],
    ['without a start', '{"directory":"a"}'],
    ['a start that no control plane takes', '{"directory":"a","start":1e15}'],
    ['a directory of that kind', '{"directory":"a.b","start":1}'],
  ])('is of another directory when what was kept is %s', (_, kept) => {
    const { id } = begin(6_000);
    writeFileSync(path, kept);
    const next = begin(7_000);
    expect(next).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      start: 7_000,
    });
    expect(next.id).not.toBe(id);
    expect(begin(7_000)).toEqual({ id: next.id, start: 7_001 });
    rmSync(path);
  });

  it('begins also where nothing can be written', () => {
    const nowhere = join(directory, 'not', 'there.json');
    expect(begin(1, nowhere).start).toBe(1);
  });
});
