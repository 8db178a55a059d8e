import { spawnSync } from 'node:child_process';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** The path of a Chromium; as root on Debian it is installed when there is none. */
export function findChromium(): { path?: string; reason?: string } {
  const found = lookUp();
  if (found) return { path: found };
  if (process.getuid?.() !== 0)
    return {
      reason:
        'no Chromium on the PATH, and only root can install one (apt-get install chromium)',
    };
  const update = spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  if (update.error)
    return { reason: 'no Chromium on the PATH, and this is no Debian system' };
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const installed = lookUp();
  return installed
    ? { path: installed }
    : { reason: 'apt-get could not install Chromium' };
}

function lookUp(): string | undefined {
  for (const name of names) {
    const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`]);
    if (status === 0) return stdout.toString().trim();
  }
  return undefined;
}
