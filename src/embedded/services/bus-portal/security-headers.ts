/** An origin that may stand in a policy: scheme, host, port, nothing that could end the directive. */
const ORIGIN = /^(https?|wss?):\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/i;

/**
 * The security headers of every answer of the portal. Nothing is loaded but the portal's own stylesheet; no script
 * runs.
 * @param connectSrc further origins the pages may call, separated by spaces (`BUS_PORTAL_API_CONNECT_SRC`); what is
 * no origin is left out
 */
export function securityHeaders(connectSrc: string | undefined): Readonly<Record<string, string>> {
  const origins = (connectSrc ?? '').split(/\s+/).filter((origin) => ORIGIN.test(origin));
  const policy = [
    `default-src 'none'`,
    `style-src 'self'`,
    `connect-src ${["'self'", ...origins].join(' ')}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'cache-control': 'no-store',
  };
}
