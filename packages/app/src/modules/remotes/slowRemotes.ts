const KEY = 'sceneshift.slow-remotes';

/**
 * Remotes that took too long in this tab, by their federation name, which is another one in each version.
 * A page that was held up once is not held up as long again.
 */
export const slowRemotes = {
  has(federationName: string): boolean {
    return read().includes(federationName);
  },

  add(federationName: string): void {
    const names = new Set([...read(), federationName]);
    window.sessionStorage.setItem(KEY, JSON.stringify([...names]));
  },

  /** Gives all of them their full time again, e.g. when a person asks for another try. */
  clear(): void {
    window.sessionStorage.removeItem(KEY);
  },
};

function read(): string[] {
  return JSON.parse(window.sessionStorage.getItem(KEY) ?? '[]');
}
