import { backendManifest, makeArtifact } from '../__testUtils__/artifacts';
import { backendPackage, makePackage } from '../__testUtils__/packages';
import { integrityOf } from '../__testUtils__/RegistryClient';
import { useRegistry } from '../__testUtils__/useRegistry';

jest.setTimeout(60_000);

const name = '@acme/plugin-hello-backend';

describe('pack jobs', () => {
  const used = useRegistry({
    scope: 'publish',
    config: { packing: { leaseSeconds: 2 } },
  });

  /** As `npm publish` sends it, so that it is queued at once. */
  const npmPublish = async (version: string) => {
    const packageJson = backendPackage({ version });
    const bytes = await makePackage(packageJson);
    const answer = await used.acme.call(
      'PUT',
      `/api/registry/npm/${name.replace('/', '%2f')}`,
      {
        _id: name,
        name,
        'dist-tags': { latest: version },
        versions: {
          [version]: {
            ...packageJson,
            dist: { integrity: integrityOf(bytes) },
          },
        },
        _attachments: {
          [`${name}-${version}.tgz`]: { data: bytes.toString('base64') },
        },
      },
    );
    expect(answer.status).toBe(201);
    return bytes;
  };
  const claim = async () => {
    const { status, body } = await used.acme.post('/pack-jobs/claim');
    expect(status).toBe(200);
    return body as unknown as Record<string, string>;
  };
  const read = async (version: string) =>
    (
      await used.acme.get(
        `/packages/${encodeURIComponent(name)}/versions/${version}`,
      )
    ).body;

  it('hands a published version to one worker, who makes it installable', async () => {
    const bytes = await npmPublish('1.0.0');
    const job = await claim();
    expect(job).toMatchObject({
      name,
      version: '1.0.0',
      baseline: '1.55.0',
      integrity: integrityOf(bytes),
    });
    const tarball = await used.acme.call('GET', job.tarballPath as string);
    expect(tarball.status).toBe(200);

    const early = await used.acme.post(`/pack-jobs/${job.jobId}/completed`);
    expect(early.body.code).toBe('ARTIFACT_NOT_FOUND');
    const foreign = await used.globex.post(`/pack-jobs/${job.jobId}/completed`);
    expect(foreign.body.code).toBe('NOT_FOUND');

    const artifact = await makeArtifact(backendManifest(integrityOf(bytes)));
    await used.acme.putArtifact(name, '1.0.0', artifact);
    const done = await used.acme.post(`/pack-jobs/${job.jobId}/completed`);
    expect(done.status).toBe(204);
    await expect(read('1.0.0')).resolves.toMatchObject({ installable: true });
  });

  it('shows why a version cannot be packed, and how to see it oneself', async () => {
    await npmPublish('1.1.0');
    const job = await claim();
    const failed = await used.acme.post(`/pack-jobs/${job.jobId}/failed`, {
      code: 'PACK_BUILD_FAILED',
      message: 'The build failed',
      reproduceCommand: `sceneshift pack ${name}@1.1.0`,
      log: 'line',
    });
    expect(failed.status).toBe(204);
    await expect(read('1.1.0')).resolves.toMatchObject({
      installable: false,
      reproduceCommand: `sceneshift pack ${name}@1.1.0`,
      verdicts: expect.arrayContaining([
        expect.objectContaining({
          check: 'artifact',
          state: 'FAILED',
          code: 'PACK_BUILD_FAILED',
        }),
      ]),
    });
  });

  it('gives the job of a worker that died to another', async () => {
    await npmPublish('1.2.0');
    const first = await claim();
    const second = await claim();
    expect(second.jobId).toBe(first.jobId);
    await used.acme.post(`/pack-jobs/${second.jobId}/failed`, {
      code: 'PACK_TIMEOUT',
      message: 'too slow',
    });
  });

  it('takes a job away when the artifact comes by another way', async () => {
    const bytes = await npmPublish('1.3.0');
    const artifact = await makeArtifact(
      backendManifest(integrityOf(bytes), { version: '1.3.0' }),
    );
    await used.acme.putArtifact(name, '1.3.0', artifact);
    await npmPublish('1.4.0');
    await expect(claim()).resolves.toMatchObject({ version: '1.4.0' });
  });
});
