import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { reasonOf } from './reasonOf';

describe('reasonOf', () => {
  it('passes on what was foreseen, with its plugin', () => {
    const error = new SceneshiftError('VERIFY_FAILED', 'Other bytes', {
      details: { pluginId: 'hello' },
    });
    expect(reasonOf(error)).toEqual({
      code: 'VERIFY_FAILED',
      message: 'Other bytes',
      pluginId: 'hello',
    });
  });

  it.each([
    new Error('insert into "host_credentials" … password=canary'),
    'canary',
    undefined,
  ])('keeps the rest to ourselves', error => {
    const { code, message } = reasonOf(error);
    expect(code).toBe('INTERNAL');
    expect(message).not.toContain('canary');
  });
});
