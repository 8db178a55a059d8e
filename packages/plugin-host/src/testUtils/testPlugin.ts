import { buildArtifact, type TestArtifact } from './buildArtifact';

/** Ways of being bad. */
export type TestFault =
  | 'throws-on-import'
  | 'rejects-in-init'
  | 'never-finishes-init'
  | 'exits-at-once'
  | 'exits-after-serving'
  | 'blocks-event-loop'
  | 'allocates-buffers'
  | 'allocates-heap'
  | 'floods-log'
  | 'floods-log-in-init'
  | 'rejects-unawaited'
  | 'rejects-at-once'
  | 'throws-uncaught'
  | 'probe-turns-bad'
  | 'probe-turns-silent'
  | 'fails-its-probe'
  | 'other-plugin-id';

/** What a test plugin answers; `/echo`, `/slow`, `/stream`, `/socket`, `/sight`, `/crash`, `/hang` and so on. */
const routes = `
  const { createServer } = require('node:http');
  const fs = require('node:fs');
  const attempt = f => { try { return String(f()).slice(0, 60); } catch (e) { return e.code || e.message; } };
  function handle(req, res, ctx) {
    const url = new URL(req.url, 'http://x');
    const json = value => { res.setHeader('content-type', 'application/json'); res.end(JSON.stringify(value)); };
    switch (url.pathname) {
      case '/version': return json({ version: ctx.version, pid: process.pid, faultAt: ctx.faultAt, requestId: req.headers['x-request-id'], traceparent: req.headers.traceparent });
      case '/health': {
        if (ctx.fault === 'fails-its-probe' || ctx.turned === 'probe-turns-bad') res.statusCode = 500;
        return ctx.turned === 'probe-turns-silent' ? undefined : json({ ok: true });
      }
      case '/echo': res.statusCode = 201; return void req.pipe(res);
      case '/slow': return void setTimeout(() => json({ version: ctx.version }), Number(url.searchParams.get('ms')));
      case '/stream': {
        res.setHeader('content-type', 'text/event-stream');
        res.flushHeaders();
        let n = 0;
        const timer = setInterval(() => res.write('data: ' + n++ + '\\n\\n'), 20);
        res.on('close', () => { clearInterval(timer); ctx.aborted += 1; });
        return undefined;
      }
      case '/aborted': return json({ aborted: ctx.aborted });
      case '/headers': res.setHeader('content-security-policy', "default-src 'none'"); res.setHeader('access-control-allow-origin', '*'); res.setHeader('connection', 'x-private'); res.setHeader('x-private', '1'); res.setHeader('x-public', '1'); return json({ headers: req.headers });
      case '/socket': {
        const server = req.socket.server;
        if (!ctx.upgrading) {
          ctx.upgrading = true;
          server.on('upgrade', (_request, socket) => {
            socket.write('HTTP/1.1 101 Switching Protocols\\r\\nconnection: Upgrade\\r\\nupgrade: echo\\r\\n\\r\\n');
            socket.pipe(socket);
          });
        }
        return json({});
      }
      case '/crash': return process.exit(3);
      case '/crash-later': json({}); return void setTimeout(() => process.exit(3), 50);
      case '/hang': for (;;) { /* blocks the event loop */ }
      case '/buffers': { ctx.held = ctx.held || []; for (let i = 0; i < 100; i++) ctx.held.push(Buffer.alloc(8 << 20, 1)); return json({}); }
      case '/heap': { const held = []; setInterval(() => { for (let i = 0; i < 200000; i++) held.push({ i }); }, 5); return json({}); }
      case '/say': console.log('plain ' + url.searchParams.get('text')); ctx.logger.info('logged ' + url.searchParams.get('text')); return json({});
      case '/flood': for (let i = 0; i < 100000; i++) console.log('x'.repeat(100)); return json({});
      case '/rows': return void ctx.database.getClient().then(k => k.raw('select current_user as role, current_database() as name')).then(r => json(r.rows[0]));
      case '/sight': return json({
        env: process.env,
        uid: process.getuid(),
        argv: process.execArgv,
        passwd: attempt(() => fs.readFileSync('/etc/passwd')),
        parent: attempt(() => fs.readFileSync('/proc/' + process.ppid + '/environ')),
        write: attempt(() => fs.writeFileSync('/tmp/sceneshift-escape', 'x')),
        child: attempt(() => require('node:child_process').execSync('id')),
        addon: attempt(() => process.dlopen({ exports: {} }, '/none.node')),
        inspector: attempt(() => require('node:inspector').open(0)),
        signal: attempt(() => process.kill(process.ppid, 0)),
        stateFile: attempt(() => fs.readFileSync(process.execArgv.find(a => a.endsWith('/keys')).split('=')[1].split('/runtime/')[0] + '/state.json')),
        worker: attempt(() => new (require('node:worker_threads').Worker)('1', { eval: true })),
      });
      case '/whoami': return void ctx.auth.getOwnServiceCredentials().then(c => ctx.auth.getPluginRequestToken({ onBehalfOf: c, targetPluginId: 'catalog' })).then(json);
      default: res.statusCode = 404; return json({});
    }
  }
`;

/** What versions do that are good at first. */
const laterFaults = `
  const held = [];
  const flood = () => { for (let i = 0; i < 1000; i++) console.log('flood '.repeat(50)); };
  const later = {
    'exits-after-serving': () => process.exit(9),
    'blocks-event-loop': () => { for (;;) { /* for ever */ } },
    'allocates-buffers': () => setInterval(() => { for (let i = 0; i < 20; i++) held.push(Buffer.alloc(8 << 20, 1)); }, 5),
    'allocates-heap': () => setInterval(() => { for (let i = 0; i < 200000; i++) held.push({ i }); }, 5),
    'floods-log': () => setInterval(flood, 5),
    'rejects-unawaited': () => setInterval(() => { Promise.reject(new Error('nobody awaits this')); }, 50),
    'throws-uncaught': () => { setTimeout(() => { throw new Error('nobody catches this'); }); },
    'probe-turns-bad': ctx => { ctx.turned = 'probe-turns-bad'; },
    'probe-turns-silent': ctx => { ctx.turned = 'probe-turns-silent'; },
  };
`;

/** The source of a real, tiny Backstage backend plugin. */
function source(options: {
  pluginId: string;
  version: string;
  fault?: TestFault;
}): string {
  const { pluginId, version, fault } = options;
  return `
  ${fault === 'throws-on-import' ? "throw new Error('broken on import');" : ''}
  const { createBackendPlugin, coreServices, resolvePackagePath } = require('@backstage/backend-plugin-api');
  ${routes}
  ${laterFaults}
  const fault = ${JSON.stringify(fault ?? '')};
  if (fault === 'exits-at-once') process.exit(7);
  exports.default = createBackendPlugin({
    pluginId: ${JSON.stringify(
      fault === 'other-plugin-id' ? 'other' : pluginId,
    )},
    register(env) {
      env.registerInit({
        deps: { http: coreServices.httpRouter, database: coreServices.database, logger: coreServices.logger, auth: coreServices.auth, config: coreServices.rootConfig },
        async init({ http, database, logger, auth, config }) {
          if (fault === 'rejects-in-init') throw new Error('broken in init');
          if (fault === 'rejects-at-once') Promise.reject(new Error('nobody awaits ' + config.getOptionalString('test.apiToken')));
          if (fault === 'floods-log-in-init') setInterval(flood, 5);
          if (fault === 'never-finishes-init' || fault === 'floods-log-in-init') await new Promise(() => {});
          const knex = await database.getClient();
          await knex.migrate.latest({ directory: resolvePackagePath(${JSON.stringify(
            `@test/${pluginId}-backend`,
          )}, 'migrations') });
          const ctx = { version: ${JSON.stringify(
            version,
          )}, fault, database, logger, auth, aborted: 0 };
          http.use((req, res) => handle(req, res, ctx));
          http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
          const turn = later[fault];
          const afterMs = config.getOptionalNumber('test.faultAfterMs') ?? 1500;
          if (!turn) return;
          ctx.faultAt = Date.now() + afterMs;
          setTimeout(() => turn(ctx), afterMs);
        },
      });
    },
  });
  `;
}

/** A packed module that joins the host of a test plugin and says so in its log. */
export function testModule(pluginId: string): TestArtifact {
  return buildArtifact({
    name: `@test/${pluginId}-backend-module-greeter`,
    version: '1.0.0',
    pluginId,
    role: 'backend-plugin-module',
    files: {
      'dist/index.cjs.js': `
        const { createBackendModule, coreServices } = require('@backstage/backend-plugin-api');
        exports.default = createBackendModule({
          pluginId: '${pluginId}',
          moduleId: 'greeter',
          register(env) {
            env.registerInit({
              deps: { logger: coreServices.logger },
              async init({ logger }) {
                // Found as an ancestor's package, by both kinds of modules.
                const library = await import('@backstage/errors');
                logger.info('the module is here: ' + typeof library.NotFoundError);
              },
            });
          },
        });`,
    },
  });
}

/** A packed plugin of the given version, good unless a fault is named. Each version adds a migration. */
export function testPlugin(options: {
  pluginId: string;
  version: string;
  fault?: TestFault;
  claimedVersion?: string;
  configSchema?: Record<string, unknown>;
}): TestArtifact {
  const { pluginId, version, claimedVersion, configSchema } = options;
  const major = Number(version.split('.')[0]);
  const migrations = Array.from({ length: major }, (_, index) => [
    `migrations/00${index + 1}.js`,
    `exports.up = k => k.schema.createTable('t${
      index + 1
    }', t => t.increments());
     exports.down = k => k.schema.dropTable('t${index + 1}');`,
  ]);
  return buildArtifact({
    name: `@test/${pluginId}-backend`,
    version,
    claimedVersion,
    pluginId,
    configSchema,
    files: {
      'dist/index.cjs.js': source(options),
      ...Object.fromEntries(migrations),
    },
  });
}
