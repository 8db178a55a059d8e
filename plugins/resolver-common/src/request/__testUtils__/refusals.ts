import { resolve } from '../../resolve';
import type { ResolveRequest } from '../../types';

/** What is wrong, the request, the pointer to its wrong field, and what is said of that. */
export type Refusal = [
  name: string,
  request: unknown,
  field: string,
  message: RegExp,
];

/** A request whose one package has a version with these facts. */
export const requestWith = (facts: unknown) => ({
  packages: { a: { '1.0.0': facts } },
});

/** One test for each request, which has to be refused. */
export function itRefuses(refusals: Refusal[]) {
  it.each(refusals)('is refused: %s', (_, request, field, message) => {
    const answer = resolve(request as ResolveRequest);
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'INPUT_INVALID',
        field,
        message: expect.stringMatching(message),
      },
    });
  });
}
