import type { Client } from 'pg';

/** Fills a registry with versions that were packed and that need each other: the rows that publishes would have written. */
export async function seed(
  client: Client,
  { packages, versions }: { packages: number; versions: number },
): Promise<void> {
  await client.query('set search_path to registry');
  await client.query(
    `insert into packages (organization_id, name, origin, role, plugin_id, search, created_at, updated_at)
     select 'acme', '@acme/plugin-p' || p || '-backend', 'published', 'backend-plugin', 'p' || p, '', now(), now()
     from generate_series(1, $1::int) p`,
    [packages],
  );
  await client.query(
    `insert into versions (organization_id, name, version, origin, role, plugin_id, integrity, shasum, digest, size, unpacked_size,
       file_count, package_json, relations, published_by, published_at)
     select 'acme', '@acme/plugin-p' || p || '-backend', '1.' || v || '.0', 'published', 'backend-plugin', 'p' || p,
       'sha512-' || encode(sha512((p || '@' || v)::bytea), 'base64'), repeat('0', 40), 'sha256-' || encode(sha256((p || '@' || v)::bytea), 'hex'),
       10000, 50000, 20, '{}', relations, 'user:default/benchmark', now()
     from generate_series(1, $1::int) p, generate_series(0, $2::int - 1) v, lateral (select json_build_object(
       'dependencies', json_build_object('@backstage/backend-plugin-api', '^1.10.0', '@backstage/backend-defaults', '^0.18.0',
         '@backstage/catalog-client', '^1.12.0', '@backstage/errors', '^1.3.0'),
       'backstage', json_build_object('role', 'backend-plugin', 'pluginId', 'p' || p, 'pluginPackages',
         json_build_array('@acme/plugin-p' || p || '-backend')),
       'sceneshift', case when p < $1::int
         then json_build_object('requires', json_build_object('@acme/plugin-p' || (p + 1) || '-backend', '^1.' || v || '.0'))
         else '{}'::json end) as relations) r`,
    [packages, versions],
  );
  await client.query(
    `insert into artifacts (organization_id, name, version, digest, baseline, platform, size, unpacked_size, manifest, load_needs,
       created_by, created_at)
     select organization_id, name, version, digest, '1.55.0', 'any', 10000, 50000, '{}', json_build_object('role', 'backend-plugin',
       'imports', json_build_object('@backstage/backend-plugin-api', json_build_array('createBackendPlugin', 'coreServices'),
         '@backstage/errors', json_build_array('InputError'))), 'user:default/benchmark', now()
     from versions`,
  );
  await client.query(
    `insert into verdicts (organization_id, name, version, "check", baseline, state, decided_at)
     select organization_id, name, version, c, b, 'PASSED', now()
     from versions, (values ('structure', ''), ('artifact', '1.55.0'), ('link', '1.55.0')) as checks (c, b)`,
  );
  await client.query('analyze');
}
