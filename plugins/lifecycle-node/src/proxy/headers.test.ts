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

  it('lets a plugin say what holds for its answer', () => {
    const own = {
      'content-type': 'text/plain',
      'cache-control': 'no-store',
      'content-disposition': 'attachment',
      link: '</api/hello/next>; rel="next"',
      'www-authenticate': 'Bearer',
      'x-plugin': '1',
    };
    const connection = { connection: 'keep-alive, x-hop', 'x-hop': '1' };
    expect(responseHeaders({ ...own, ...connection }, 'hello')).toEqual(own);
  });

  it.each([
    'accept-ch',
    'access-control-allow-origin',
    'alt-svc',
    'clear-site-data',
    'content-security-policy',
    'content-security-policy-report-only',
    'critical-ch',
    'cross-origin-opener-policy',
    'cross-origin-opener-policy-report-only',
    'document-policy',
    'document-policy-report-only',
    'expect-ct',
    'feature-policy',
    'integrity-policy',
    'nel',
    'origin-agent-cluster',
    'origin-trial',
    'permissions-policy',
    'permissions-policy-report-only',
    'referrer-policy',
    'report-to',
    'reporting-endpoints',
    'require-document-policy',
    'secure-session-registration',
    'service-worker-allowed',
    'set-login',
    'shared-storage-write',
    'speculation-rules',
    'strict-transport-security',
    'supports-loading-mode',
    'use-as-dictionary',
    'x-content-type-options',
    'x-dns-prefetch-control',
    'x-frame-options',
  ])('keeps what holds for more than that from the caller: %s', name => {
    expect(responseHeaders({ [name]: 'x' }, 'hello')).toEqual({});
  });
});
