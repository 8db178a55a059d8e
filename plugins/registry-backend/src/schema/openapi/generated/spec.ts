// Generated from openapi.yaml by `yarn generate`. Do not edit.
/** The contract, as served at `/v1/openapi.json`. */
export const spec = {
  openapi: '3.1.0',
  info: {
    title: 'Sceneshift registry',
    version: '1',
    description:
      'Plugins, their packages, versions and artifacts. The npm protocol is served beside it, at `/api/registry/npm/`. Package names in paths are percent-encoded: `@scope%2Fname`. Errors are problem+json with a stable `code`. The organization comes from the credential; members of several send `X-Sceneshift-Organization`.\n',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/api/registry/v1' }],
  security: [{ bearer: [] }],
  paths: {
    '/plugins': {
      get: {
        operationId: 'listPlugins',
        summary: 'Plugins by id',
        parameters: [
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'A page of plugins',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PluginPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/plugins/{pluginId}': {
      get: {
        operationId: 'getPlugin',
        summary: 'A plugin with its packages and their versions',
        parameters: [{ $ref: '#/components/parameters/pluginId' }],
        responses: {
          '200': {
            description: 'The plugin',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Plugin' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/search': {
      get: {
        operationId: 'searchPlugins',
        summary: 'Plugins whose names, descriptions or keywords match',
        parameters: [
          {
            name: 'q',
            in: 'query',
            required: true,
            description: 'Words, or beginnings of words; all must match',
            schema: { type: 'string', maxLength: 256 },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'A page of plugins, best match first',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PluginPage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/packages/{name}': {
      get: {
        operationId: 'getPackage',
        summary: 'A package and its versions',
        parameters: [{ $ref: '#/components/parameters/name' }],
        responses: {
          '200': {
            description: 'The package',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PackageSummary' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/packages/{name}/versions/{version}': {
      get: {
        operationId: 'getVersion',
        summary: 'One version, with its verdicts and artifacts',
        parameters: [
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/version' },
        ],
        responses: {
          '200': {
            description: 'The version',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/VersionDetails' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
      put: {
        operationId: 'putVersion',
        summary: 'Publish or import a version from its npm tarball',
        description:
          'Publishing the same bytes again answers 200; other bytes under a known version are refused with VERSION_EXISTS. A hosted package is queued for packing after a minute, unless its artifact is uploaded before.\n',
        parameters: [
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/version' },
          {
            name: 'origin',
            in: 'query',
            description: 'An imported version needs no claim on the scope',
            schema: { $ref: '#/components/schemas/Origin' },
          },
          {
            name: 'tag',
            in: 'query',
            description:
              'The distribution tag to move. Default `latest`, unless a newer version has it',
            schema: { type: 'string', maxLength: 128 },
          },
          {
            name: 'X-Sceneshift-Integrity',
            in: 'header',
            description: 'The sha512 that the bytes must have',
            schema: { $ref: '#/components/schemas/Integrity' },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/octet-stream': {
              schema: { type: 'string', format: 'binary' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The version was published before with the same bytes',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/VersionDetails' },
              },
            },
          },
          '201': {
            description: 'The published version',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/VersionDetails' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/packages/{name}/versions/{version}/readme': {
      get: {
        operationId: 'getReadme',
        summary:
          'The README, as Markdown that must be sanitized before it is shown',
        parameters: [
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/version' },
        ],
        responses: {
          '200': {
            description: 'The README',
            content: { 'text/markdown': { schema: { type: 'string' } } },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/packages/{name}/versions/{version}/files': {
      get: {
        operationId: 'listFiles',
        summary: 'The files in the npm tarball',
        parameters: [
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/version' },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'A page of files by path',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FilePage' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/packages/{name}/versions/{version}/artifacts': {
      get: {
        operationId: 'listArtifacts',
        summary: 'The artifacts of a version',
        parameters: [
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/version' },
        ],
        responses: {
          '200': {
            description: 'All artifacts',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/ArtifactSummary' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/packages/{name}/versions/{version}/artifacts/{digest}': {
      get: {
        operationId: 'downloadArtifact',
        summary: 'The gzipped tarball; ranges are supported',
        parameters: [
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/version' },
          { $ref: '#/components/parameters/digest' },
        ],
        responses: {
          '200': {
            description: 'The bytes',
            content: {
              'application/octet-stream': {
                schema: { type: 'string', format: 'binary' },
              },
            },
          },
          '206': {
            description: 'A range of the bytes',
            content: {
              'application/octet-stream': {
                schema: { type: 'string', format: 'binary' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
      put: {
        operationId: 'putArtifact',
        summary: 'Add an artifact to a version',
        description:
          'The body is the gzipped tarball with `artifact.json` at its root. The digest, the source integrity, every file and the absence of links and of host libraries are checked. Uploading the same bytes again answers 200.\n',
        parameters: [
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/version' },
          { $ref: '#/components/parameters/digest' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/octet-stream': {
              schema: { type: 'string', format: 'binary' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The artifact was there before',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/VersionDetails' },
              },
            },
          },
          '201': {
            description: 'The version with its new artifact and verdicts',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/VersionDetails' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/packages/{name}/versions/{version}/artifacts/{digest}/manifest': {
      get: {
        operationId: 'getArtifactManifest',
        summary: "The artifact's artifact.json",
        parameters: [
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/version' },
          { $ref: '#/components/parameters/digest' },
        ],
        responses: {
          '200': {
            description: 'The manifest',
            content: {
              'application/json': {
                schema: { type: 'object', additionalProperties: true },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/baselines': {
      get: {
        operationId: 'listBaselines',
        summary: 'The Backstage releases that artifacts can be packed against',
        responses: {
          '200': {
            description: 'All releases, newest first',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: {
                        type: 'object',
                        required: ['release', 'current'],
                        properties: {
                          release: { type: 'string' },
                          current: {
                            description:
                              'Whether the pack worker packs against it',
                            type: 'boolean',
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/baselines/{release}': {
      get: {
        operationId: 'getBaseline',
        summary: 'What the libraries of a Backstage release export',
        parameters: [
          {
            name: 'release',
            in: 'path',
            required: true,
            schema: { type: 'string', maxLength: 64 },
          },
        ],
        responses: {
          '200': {
            description: 'The baseline',
            content: {
              'application/json': {
                schema: { type: 'object', additionalProperties: true },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/api-keys': {
      get: {
        operationId: 'listApiKeys',
        summary: "The organization's API keys, without the keys themselves",
        responses: {
          '200': {
            description: 'All keys, oldest first',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/ApiKey' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
      post: {
        operationId: 'createApiKey',
        summary: 'Create an API key; the answer is the only time it is shown',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['name', 'scopes'],
                properties: {
                  name: { type: 'string', minLength: 1, maxLength: 128 },
                  scopes: {
                    type: 'array',
                    minItems: 1,
                    maxItems: 16,
                    items: {
                      type: 'string',
                      pattern:
                        '^(read|publish|deploy|admin|environment:[a-z0-9][a-z0-9-]{0,62}:host)$',
                    },
                  },
                  expiresAt: { type: 'string', format: 'date-time' },
                },
              },
            },
          },
        },
        responses: {
          '201': {
            description: 'The key',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/CreatedApiKey' },
              },
            },
          },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/api-keys/{id}': {
      delete: {
        operationId: 'revokeApiKey',
        summary: 'Revoke an API key',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string', maxLength: 64 },
          },
        ],
        responses: {
          '204': { description: 'Revoked' },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/pack-jobs/claim': {
      post: {
        operationId: 'claimPackJob',
        summary: 'Take the next version that needs an artifact',
        description:
          'Waits up to 20 seconds for one. The claim is a lease: a job that is neither completed nor failed before `leaseUntil` is given to another worker.\n',
        responses: {
          '200': {
            description: 'A job',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PackJob' },
              },
            },
          },
          '204': { description: 'Nothing to pack' },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/pack-jobs/{id}/completed': {
      post: {
        operationId: 'completePackJob',
        summary: 'The artifact was uploaded',
        parameters: [{ $ref: '#/components/parameters/jobId' }],
        responses: {
          '204': { description: 'Noted' },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/pack-jobs/{id}/failed': {
      post: {
        operationId: 'failPackJob',
        summary:
          'The version cannot be packed; the reason becomes its artifact verdict',
        parameters: [{ $ref: '#/components/parameters/jobId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['code', 'message'],
                properties: {
                  code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{1,63}$' },
                  message: { type: 'string', maxLength: 8000 },
                  reproduceCommand: { type: 'string', maxLength: 2000 },
                  log: { type: 'string', maxLength: 65536 },
                },
              },
            },
          },
        },
        responses: {
          '204': { description: 'Noted' },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description: 'An API key `ssk_…` or a Backstage token',
      },
    },
    parameters: {
      limit: {
        name: 'limit',
        in: 'query',
        description: 'Items per page. Default 50',
        schema: { type: 'string', pattern: '^[1-9][0-9]{0,2}$' },
      },
      cursor: {
        name: 'cursor',
        in: 'query',
        description: 'The `nextCursor` of the page before',
        schema: { type: 'string', maxLength: 512 },
      },
      pluginId: {
        name: 'pluginId',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 128 },
      },
      name: {
        name: 'name',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 214 },
      },
      version: {
        name: 'version',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 128 },
      },
      digest: {
        name: 'digest',
        in: 'path',
        required: true,
        schema: { $ref: '#/components/schemas/Digest' },
      },
      jobId: {
        name: 'id',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 64 },
      },
    },
    responses: {
      Problem: {
        description: 'Why not',
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
          },
        },
      },
    },
    schemas: {
      Digest: {
        type: 'string',
        maxLength: 71,
        examples: [
          'sha256-0000000000000000000000000000000000000000000000000000000000000000',
        ],
      },
      Integrity: { type: 'string', maxLength: 128 },
      Origin: { type: 'string', enum: ['published', 'imported'] },
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail', 'code'],
        additionalProperties: true,
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
        },
      },
      Verdict: {
        type: 'object',
        required: ['check', 'state'],
        properties: {
          check: { type: 'string', enum: ['structure', 'artifact', 'link'] },
          baseline: { type: 'string' },
          state: {
            type: 'string',
            enum: ['PENDING', 'PASSED', 'FAILED', 'ERROR'],
          },
          code: { type: 'string' },
          message: { type: 'string' },
          decidedAt: { type: 'string' },
        },
      },
      PluginSummary: {
        type: 'object',
        required: [
          'pluginId',
          'title',
          'latestVersion',
          'origin',
          'keywords',
          'roles',
          'installable',
          'updatedAt',
        ],
        properties: {
          pluginId: { type: 'string' },
          title: { type: 'string' },
          description: { type: 'string' },
          latestVersion: { type: 'string' },
          origin: { $ref: '#/components/schemas/Origin' },
          keywords: { type: 'array', items: { type: 'string' } },
          author: { type: 'string' },
          roles: { type: 'array', items: { type: 'string' } },
          installable: { type: 'boolean' },
          updatedAt: { type: 'string' },
        },
      },
      PluginPage: {
        type: 'object',
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/PluginSummary' },
          },
          nextCursor: { type: 'string' },
        },
      },
      Plugin: {
        allOf: [
          { $ref: '#/components/schemas/PluginSummary' },
          {
            type: 'object',
            required: ['packages'],
            properties: {
              homepage: { type: 'string' },
              repository: { type: 'string' },
              license: { type: 'string' },
              packages: {
                type: 'array',
                items: { $ref: '#/components/schemas/PackageSummary' },
              },
            },
          },
        ],
      },
      PackageSummary: {
        type: 'object',
        required: ['name', 'origin', 'distTags', 'latestVersion', 'versions'],
        properties: {
          name: { type: 'string' },
          role: { type: 'string' },
          pluginId: { type: 'string' },
          description: { type: 'string' },
          origin: { $ref: '#/components/schemas/Origin' },
          distTags: {
            type: 'object',
            additionalProperties: { type: 'string' },
          },
          latestVersion: { type: 'string' },
          versions: {
            description: 'Newest first',
            type: 'array',
            items: { $ref: '#/components/schemas/VersionSummary' },
          },
        },
      },
      VersionSummary: {
        type: 'object',
        required: ['version', 'publishedAt', 'installable', 'verdicts'],
        properties: {
          version: { type: 'string' },
          publishedAt: { type: 'string' },
          deprecated: { type: 'string' },
          installable: { type: 'boolean' },
          verdicts: {
            type: 'array',
            items: { $ref: '#/components/schemas/Verdict' },
          },
        },
      },
      VersionDetails: {
        allOf: [
          { $ref: '#/components/schemas/VersionSummary' },
          {
            type: 'object',
            required: [
              'name',
              'pluginPackages',
              'origin',
              'integrity',
              'size',
              'unpackedSize',
              'fileCount',
              'dependencies',
              'peerDependencies',
              'artifacts',
              'hasReadme',
              'keywords',
              'publishedBy',
            ],
            properties: {
              name: { type: 'string' },
              role: { type: 'string' },
              pluginId: { type: 'string' },
              extendsPluginId: { type: 'string' },
              pluginPackages: { type: 'array', items: { type: 'string' } },
              origin: { $ref: '#/components/schemas/Origin' },
              integrity: { $ref: '#/components/schemas/Integrity' },
              size: { type: 'integer' },
              unpackedSize: { type: 'integer' },
              fileCount: { type: 'integer' },
              backstageRelease: { type: 'string' },
              dependencies: {
                type: 'object',
                additionalProperties: { type: 'string' },
              },
              peerDependencies: {
                type: 'object',
                additionalProperties: { type: 'string' },
              },
              configSchema: { type: 'object', additionalProperties: true },
              artifacts: {
                type: 'array',
                items: { $ref: '#/components/schemas/ArtifactSummary' },
              },
              hasReadme: { type: 'boolean' },
              license: { type: 'string' },
              keywords: { type: 'array', items: { type: 'string' } },
              publishedBy: { type: 'string' },
              reproduceCommand: { type: 'string' },
            },
          },
        ],
      },
      ArtifactSummary: {
        type: 'object',
        required: [
          'digest',
          'baseline',
          'platform',
          'size',
          'unpackedSize',
          'createdAt',
        ],
        properties: {
          digest: { $ref: '#/components/schemas/Digest' },
          baseline: { type: 'string' },
          platform: { type: 'string' },
          size: { type: 'integer' },
          unpackedSize: { type: 'integer' },
          createdAt: { type: 'string' },
        },
      },
      FilePage: {
        type: 'object',
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              required: ['path', 'size', 'integrity'],
              properties: {
                path: { type: 'string' },
                size: { type: 'integer' },
                integrity: { $ref: '#/components/schemas/Integrity' },
              },
            },
          },
          nextCursor: { type: 'string' },
        },
      },
      ApiKey: {
        type: 'object',
        required: ['id', 'name', 'scopes', 'prefix', 'createdBy', 'createdAt'],
        properties: {
          id: { type: 'string' },
          name: { type: 'string' },
          scopes: { type: 'array', items: { type: 'string' } },
          prefix: { type: 'string' },
          createdBy: { type: 'string' },
          createdAt: { type: 'string' },
          expiresAt: { type: 'string' },
          lastUsedAt: { type: 'string' },
          revokedAt: { type: 'string' },
        },
      },
      CreatedApiKey: {
        allOf: [
          { $ref: '#/components/schemas/ApiKey' },
          {
            type: 'object',
            required: ['key'],
            properties: { key: { type: 'string' } },
          },
        ],
      },
      PackJob: {
        type: 'object',
        required: [
          'jobId',
          'name',
          'version',
          'integrity',
          'tarballPath',
          'baseline',
          'leaseUntil',
        ],
        properties: {
          jobId: { type: 'string' },
          name: { type: 'string' },
          version: { type: 'string' },
          integrity: { $ref: '#/components/schemas/Integrity' },
          tarballPath: {
            description:
              'Absolute path on this server of the npm tarball; fetch it with the same credential',
            type: 'string',
          },
          baseline: {
            description: 'The Backstage release to pack against',
            type: 'string',
          },
          leaseUntil: { type: 'string' },
        },
      },
    },
  },
} as const;
