import { principalName } from './Principal';

describe('principalName', () => {
  it('names users, API keys and plugins for people', () => {
    expect(principalName('user:development/guest')).toBe('guest');
    expect(principalName('api-key:0b54c1f29c554be1')).toBe('API key 0b54c1f2');
    expect(principalName('plugin:todo')).toBe('Plugin todo');
  });

  it('shows what it does not know as it is', () => {
    expect(principalName('system')).toBe('system');
  });
});
