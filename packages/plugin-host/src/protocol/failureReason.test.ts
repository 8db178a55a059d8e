import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { toFailureReason } from './failureReason';

describe('toFailureReason', () => {
  it('keeps the code of an error that has one', () => {
    const error = new SceneshiftError('HOST_EXITED', 'It ended');
    expect(toFailureReason(error, 'INTERNAL', 'hello')).toEqual({
      code: 'HOST_EXITED',
      message: 'It ended',
      pluginId: 'hello',
    });
  });

  it('is of a length that fits every report, whatever a plugin says', () => {
    const { message } = toFailureReason('x'.repeat(100_000), 'INTERNAL');
    expect(message).toHaveLength(2000);
  });
});
