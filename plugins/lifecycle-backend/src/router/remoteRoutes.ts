import type { Router } from 'express';
import type { RouterOptions } from './createRouter';

/** The list of frontends. Public by design: the app reads it before sign-in. */
export function addRemoteRoutes(
  router: Router,
  { remotes }: Pick<RouterOptions, 'remotes'>,
): void {
  router.get('/remotes', async (request, response) => {
    const list = await remotes.list();
    response.set('ETag', `"${list.revision}"`);
    response.set('Cache-Control', 'no-store');
    if (request.get('if-none-match') === `"${list.revision}"`) {
      response.status(304).end();
    } else {
      response.json(list);
    }
  });
}
