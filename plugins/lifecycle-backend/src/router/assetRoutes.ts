import type { Router } from 'express';
import type { RouterOptions } from './createRouter';

const ONE_YEAR_S = 31_536_000;

/** Files of frontends by content digest. Public by design, and never another file in place of a missing one. */
export function addAssetRoutes(
  router: Router,
  { remotes }: Pick<RouterOptions, 'remotes'>,
): void {
  router.get('/assets/:digest/*', async (request, response) => {
    const { digest, 0: path } = request.params as { digest: string; 0: string };
    const bytes = await remotes.readAsset(digest, path);
    response.set('Cache-Control', `public, max-age=${ONE_YEAR_S}, immutable`);
    response.set('X-Content-Type-Options', 'nosniff');
    response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    response.type(path.split('.').at(-1) ?? 'bin').send(bytes);
  });
}
