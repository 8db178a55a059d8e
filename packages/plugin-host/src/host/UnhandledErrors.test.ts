import { UnhandledErrors } from './UnhandledErrors';

describe('errors that nothing handles', () => {
  const record = (error: unknown) => {
    const errors = new UnhandledErrors(text => text.replace('s3cret', '***'));
    errors.record(error);
    return errors.summary.last;
  };

  it('are told by message and origin, without secrets', () => {
    expect(record(new Error('no access with s3cret'))).toMatch(
      /^no access with \*\*\*, at [^/]+host\/UnhandledErrors\.test\.ts:\d+:\d+\)$/,
    );
  });

  it('may be anything at all', () => {
    const hostile = new Error();
    Object.defineProperty(hostile, 'message', {
      get: () => {
        throw hostile;
      },
    });
    expect(record(hostile)).toBe('an error that cannot be described');
    const odd = Object.assign(new Error(), { message: 42, stack: undefined });
    expect(record(odd)).toBe('42');
    expect(record(undefined)).toBe('undefined');
    expect(record({ status: 500 })).toBe('{ status: 500 }');
    expect(record('x'.repeat(10_000))).toHaveLength(500);
  });

  it('are counted', () => {
    const errors = new UnhandledErrors(String);
    expect(errors.summary).toEqual({ count: 0 });
    errors.record('one');
    errors.record('two');
    expect(errors.summary).toEqual({ count: 2, last: "'two'" });
  });
});
