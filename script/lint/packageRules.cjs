const path = require('path');
const createConfig = require('@backstage/cli/config/eslint-factory');

/**
 * The ESLint configuration of every package: Backstage's rules, and the rules of this house that are
 * described in CONTRIBUTING.md. Dependencies point one way, and each layer knows only its own tools.
 */
module.exports = function packageRules(packageDirectory) {
  const { name } = require(path.join(packageDirectory, 'package.json'));
  return createConfig(packageDirectory, {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      'max-lines': ['error', { max: 400 }],
    },
    restrictedImports: forbiddenPackages(name),
    overrides: [...layerOverrides(name), ...testOverrides],
  });
};

/** `itMay` is what `itUnless` returns: a test, where the machine has what it needs. */
const testOverrides = [
  {
    files: ['**/*.test.[jt]s?(x)'],
    rules: {
      'jest/no-standalone-expect': [
        'error',
        { additionalTestBlockFunctions: ['itMay'] },
      ],
    },
  },
];

const rooms = ['registry', 'lifecycle', 'resolver', 'workflows'];
const backends = rooms.map(
  room => `@sceneshift/backstage-plugin-${room}-backend`,
);
const nodes = [
  ...rooms.map(room => `@sceneshift/backstage-plugin-${room}-node`),
  '@sceneshift/backstage-platform-node',
];

/** `*-common` ← `*-node` ← `*-backend`; nobody but the control plane imports a room's backend. */
function forbiddenPackages(name) {
  const isAssembly = name === 'backend';
  const isServer = /-(node|backend)$|-backend-module-/.test(name) || isAssembly;
  return [...(isAssembly ? [] : backends), ...(isServer ? [] : nodes)].map(
    forbidden => ({
      name: forbidden,
      message: `${name} may not depend on ${forbidden}: dependencies point from backend to node to common.`,
    }),
  );
}

/** In a room's backend only routers know HTTP: a service can be called without a request. */
function layerOverrides(name) {
  if (!/-backend$/.test(name)) return [];
  const ban = (file, message, except) => ({
    files: ['src/**/*.ts'],
    excludedFiles: [
      ...except,
      '**/*.test.ts',
      '**/testUtils/**',
      '**/__testUtils__/**',
      '**/generated/**',
      'src/plugin.ts',
    ],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ name: file, message, allowTypeImports: true }] },
      ],
    },
  });
  return [
    ban('express', 'Only routers know HTTP.', [
      'src/router/**',
      'src/npm/**',
      'src/remotes/**',
      'src/http/**',
    ]),
  ];
}
