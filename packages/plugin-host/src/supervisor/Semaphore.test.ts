import { setTimeout as sleep } from 'node:timers/promises';
import { Semaphore } from './Semaphore';

const LONG_MS = 60_000;

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

describe('Semaphore', () => {
  it('runs so many tasks at a time', async () => {
    const semaphore = new Semaphore(2, LONG_MS);
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(5);
      running -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => semaphore.run(task)));
    expect(most).toBe(2);
  });

  it('goes on after a task that fails', async () => {
    const semaphore = new Semaphore(1, LONG_MS);
    const failing = semaphore.run(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await semaphore.run(async () => 'next')).toBe('next');
  });

  it('keeps nobody waiting for tasks that hang, and counts none of them twice', async () => {
    const semaphore = new Semaphore(2, 20);
    const hanging = gate();
    const ends = [1, 2].map(() => semaphore.run(() => hanging.opened));
    expect(await semaphore.run(async () => 'served')).toBe('served');

    hanging.open();
    await Promise.all(ends);
    const busy = gate();
    const running = [1, 2].map(() => semaphore.run(() => busy.opened));
    const third = semaphore.run(async () => 'third');
    const first = await Promise.race([third, sleep(5, 'nobody')]);
    expect(first).toBe('nobody');
    busy.open();
    await Promise.all([...running, third]);
  });
});
