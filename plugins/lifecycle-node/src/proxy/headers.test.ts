import { request, type IncomingMessage } from 'node:http';
import { requestHeaders, responseHeaders } from './headers';

describe('requestHeaders', () => {
  it('can be sent for a request without a host, as HTTP/1.0 has them', () => {
    const incoming = { headers: {}, socket: {} } as IncomingMessage;
    const headers = requestHeaders(incoming);
    expect(() =>
      request({ headers })
        .on('error', () => {})
        .destroy(),
    ).not.toThrow();
  });
});

describe('responseHeaders', () => {
  it('lets a plugin set cookies for its own paths only', () => {
    const headers = responseHeaders(
      {
        'set-cookie': [
          'backstage-auth=a; Path=/api/hello; HttpOnly',
          'own=b; path=/api/hello/deep',
          'session=c; Path=/',
          'other=d; Path=/api/hello-world',
          'portal=e',
          'last=f; Path=/api/hello; Path = /',
          'none=g; Path=/api/hello; Path',
        ],
      },
      'hello',
    );
    expect(headers['set-cookie']).toEqual([
      'backstage-auth=a; Path=/api/hello; HttpOnly',
      'own=b; path=/api/hello/deep',
    ]);
  });

  it('keeps what the control plane alone decides from the caller', () => {
    const headers = responseHeaders(
      {
        'content-type': 'text/plain',
        'content-security-policy': "default-src 'none'",
        'access-control-allow-origin': '*',
        'clear-site-data': '"*"',
        'service-worker-allowed': '/',
        'alt-svc': 'h2="evil.example:443"',
        'permissions-policy': 'camera=*',
        connection: 'keep-alive, x-hop',
        'x-hop': '1',
      },
      'hello',
    );
    expect(headers).toEqual({ 'content-type': 'text/plain' });
  });
});
