import { Redactor } from '../protocol/Redactor';
import { secretsByKey, secretsBySchema } from './redaction';

describe('redaction', () => {
  it('finds secrets by the names of their keys, at any depth', () => {
    const config = {
      radar: { url: 'http://x', apiToken: 'aaaa', auth: { password: 'bbbb' } },
      integrations: { github: [{ host: 'github.com', token: 'cccc' }] },
      credentials: { user: 'dddd', list: ['eeee'] },
    };
    expect(secretsByKey(config).sort()).toEqual(
      ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'].sort(),
    );
  });

  it('finds secrets by the visibility in a schema', () => {
    const schema = {
      properties: {
        a: { visibility: 'secret' },
        b: { deepVisibility: 'secret', properties: { c: {} } },
        d: { items: { properties: { e: { visibility: 'secret' } } } },
        f: {},
      },
    };
    const config = { a: 'one', b: { c: 'two' }, d: [{ e: 'three' }], f: 'no' };
    expect(secretsBySchema(config, schema)).toEqual(['one', 'two', 'three']);
  });

  it('blacks them out whole, escaped and line by line, the longest first', () => {
    const key = '-----BEGIN-----\nfirst-line\nsecond-line\n-----END-----';
    const redactor = new Redactor([key, 'pass"word', 'pass', 'abc']);
    expect(redactor.redact('x second-line y')).toBe('x *** y');
    expect(redactor.redact('{"p":"pass\\"word"}')).toBe('{"p":"***"}');
    expect(redactor.redact('pass abc')).toBe('*** abc');
    expect(new Redactor([]).redact('as it is')).toBe('as it is');
  });
});
