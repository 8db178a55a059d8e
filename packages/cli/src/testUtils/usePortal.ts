import { FakePortal } from './FakePortal';
import { runCli } from './runCli';

/** A portal for the tests of a file, and the command as its user runs it. */
export function usePortal(cwd?: () => string) {
  const portal = new FakePortal();
  beforeAll(() => portal.start());
  afterEach(() => portal.reset());
  afterAll(() => portal.stop());
  return {
    portal,
    cli: (...args: string[]) =>
      runCli(
        [...args, '--url', portal.url, '--token', 'ssk_test'],
        {},
        cwd?.(),
      ),
    /** The JSON that a request sent, by default the first. */
    sent: (index: number = 0) =>
      JSON.parse(String(portal.requests.at(index)?.body)),
  };
}
