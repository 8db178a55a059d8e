import { attempts } from './attempts';

describe('attempts', () => {
  it('tries neither the refused request nor any request twice', () => {
    const request = { roots: { a: '*', b: '^1.0.0' } };
    const tryRequest = jest.fn(() => undefined);
    const tryPatch = attempts(request, () => undefined, tryRequest);
    tryPatch({ roots: { a: '*' } });
    tryPatch({ roots: { b: null } });
    tryPatch({ roots: { a: '*', b: null } });
    tryPatch({ roots: { b: undefined } });
    expect(tryRequest.mock.calls).toStrictEqual([
      [{ roots: { a: '*' } }],
      [{ roots: { a: '*', b: undefined } }],
    ]);
  });
});
