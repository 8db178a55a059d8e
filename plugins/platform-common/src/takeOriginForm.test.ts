import { takeOriginForm } from './takeOriginForm';

describe('takeOriginForm', () => {
  const requestOf = (url?: string) => ({ url, headers: { host: 'named' } });

  it.each(['/api/hello', '/', '//host/x', '/a/../b?c#d', '*'])(
    'leaves %s as it is',
    url => {
      const request = requestOf(url);
      expect(takeOriginForm(request)).toBe(true);
      expect(request).toEqual(requestOf(url));
    },
  );

  it.each([
    ['http://a.example', 'a.example', '/'],
    ['http://a.example/', 'a.example', '/'],
    ['http://a.example?b=1', 'a.example', '/?b=1'],
    [
      'HTTPS://a.example:8080/api/x/../y?b=http://c',
      'a.example:8080',
      '/api/x/../y?b=http://c',
    ],
    ['http://[::1]:1//x', '[::1]:1', '//x'],
  ])('takes %s apart', (url, host, path) => {
    const request = requestOf(url);
    expect(takeOriginForm(request)).toBe(true);
    expect(request).toEqual({ url: path, headers: { host } });
  });

  it.each([
    undefined,
    '',
    'api/hello',
    'a.example:80',
    'http://',
    'http:///api/hello',
    'http:/api/hello',
    'http://user:password@a.example/x',
    'http://a.example#x',
    'ftp://a.example/x',
    'ws://a.example/x',
    '**',
  ])('refuses %s', url => {
    const request = requestOf(url);
    expect(takeOriginForm(request)).toBe(false);
    expect(request).toEqual(requestOf(url));
  });
});
