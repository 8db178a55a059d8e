import { secretName } from './secretName';

it.each([
  ['tech-radar', ['techRadar', 'apiToken'], 'tech-radar-api-token'],
  ['hello', ['hello'], 'hello'],
  ['hello', ['github', 'tokens', '0'], 'hello-github-tokens-0'],
])('the secret of %s at %j is called %s', (pluginId, path, expected) => {
  expect(secretName(pluginId, path)).toBe(expected);
});
