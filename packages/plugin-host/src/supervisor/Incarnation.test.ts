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

  it('is of another directory when what was kept is damaged', () => {
    const { id } = begin(6_000);
    writeFileSync(path, '{"directory":');
    const next = begin(7_000);
    expect(next.id).not.toBe(id);
    expect(begin(7_000)).toEqual({ id: next.id, start: 7_001 });
  });

  it('begins also where nothing can be written', () => {
    const nowhere = join(directory, 'not', 'there.json');
    expect(begin(1, nowhere).start).toBe(1);
  });
});
