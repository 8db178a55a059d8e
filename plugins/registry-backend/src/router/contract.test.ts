import Ajv2020 from 'ajv/dist/2020';
import { backendManifest, makeArtifact } from '../__testUtils__/artifacts';
import { backendPackage, makePackage } from '../__testUtils__/packages';
import { integrityOf } from '../__testUtils__/RegistryClient';
import { useRegistry } from '../__testUtils__/useRegistry';
import spec from '../schema/openapi/generated/openapi.json';

jest.setTimeout(60_000);

const name = '@acme/plugin-hello-backend';

describe('answers', () => {
  const used = useRegistry();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  let digest: string;

  beforeAll(async () => {
    ajv.addSchema(closed(spec), 'openapi');
    const { acme } = used;
    const bytes = await makePackage(backendPackage());
    await acme.putVersion(name, '1.0.0', bytes);
    const artifact = await makeArtifact(backendManifest(integrityOf(bytes)));
    await acme.putArtifact(name, '1.0.0', artifact);
    digest = artifact.digest;
    await acme.put(
      `/packages/${encodeURIComponent(name)}/versions/1.0.0/yank`,
      {
        reason: 'It loses data',
      },
    );
    await acme.post('/advisories', {
      id: 'ACME-1',
      packageName: name,
      range: '<1.1.0',
      severity: 'high',
      title: 'It leaks',
      url: 'https://acme.example/1',
    });
  });

  const jsonReads = Object.entries(spec.paths)
    .filter(([, operations]) => isReadAsJson(operations))
    .map(([path]) => path);

  it.each(jsonReads)('of %s are what the contract says', async path => {
    const url = path
      .replace('{name}', encodeURIComponent(name))
      .replace('{version}', '1.0.0')
      .replace('{digest}', digest)
      .replace('{pluginId}', 'hello')
      .replace('{release}', '1.55.0')
      .replace('{id}', 'ACME-1');
    const query = path === '/search' ? '?q=hello' : '';
    const { status, body } = await used.acme.get(`${url}${query}`);
    expect(status).toBe(200);
    const pointer = path.replaceAll('/', '~1');
    const validate = ajv.compile({
      $ref: `openapi#/paths/${encodeURIComponent(
        pointer,
      )}/get/responses/200/content/application~1json/schema`,
    });
    validate(body);
    expect(validate.errors).toBeNull();
  });

  it('of refusals are problem documents', async () => {
    const { body } = await used.acme.get('/plugins/unknown');
    const validate = ajv.compile({
      $ref: 'openapi#/components/schemas/Problem',
    });
    validate(body);
    expect(validate.errors).toBeNull();
  });
});

interface ReadOperation {
  responses: { '200'?: { content?: object } };
}

function isReadAsJson(operations: object): boolean {
  const { get } = operations as { get?: ReadOperation };
  return 'application/json' in (get?.responses['200']?.content ?? {});
}

/**
 * The document with every object closed, so that members which it does not know are found too. Parts of an `allOf` are
 * closed together, by `unevaluatedProperties`.
 */
function closed(document: typeof spec): typeof spec {
  const copy = structuredClone(document);
  for (const schema of Object.values(copy.components.schemas)) {
    const isExtended = [
      'PluginSummary',
      'VersionSummary',
      'AdvisorySummary',
      'ApiKey',
    ].some(
      part =>
        schema === (copy.components.schemas as Record<string, unknown>)[part],
    );
    if (!isExtended && !('additionalProperties' in schema)) {
      Object.assign(schema, { unevaluatedProperties: false });
    }
  }
  return copy;
}
