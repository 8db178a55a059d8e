import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import type { Knex } from 'knex';

/** `GET /greeting` greets the caller and tells how often that was done before. */
export function createRouter(options: {
  knex: Knex;
  httpAuth: HttpAuthService;
  salutation: string;
}): ExpressRouter {
  const { knex, httpAuth, salutation } = options;
  const router = Router();
  router.get('/greeting', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const user = credentials.principal.userEntityRef;
    await knex('greetings').insert({ user_ref: user });
    const [row] = await knex('greetings')
      .where({ user_ref: user })
      .count({ count: '*' });
    res.json({
      message: `${salutation}, ${user}`,
      count: Number(row?.count ?? 0),
      version: '1.0.0',
    });
  });
  return router;
}
