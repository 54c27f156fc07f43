import { LOCAL_DEFAULTS } from '../../../contract/local-defaults.ts';
import { jsonResponse } from '../../http/api-error.ts';
import { sameText } from '../../http/same-text.ts';
import { serviceApp } from '../../http/service-app.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';
import { missingPage, modulePage, PORTAL_CSS, shellPage } from './portal-html.ts';
import { PORTAL_PAGES, portalModuleList } from './portal-modules.ts';
import { securityHeaders } from './security-headers.ts';

/** Where the gateway mounts the portal. */
const GATEWAY_PREFIX = '/portal/';

/** The portal host (module page bus-portal): everything lives under its path token. */
export const busPortal: ServiceDefinition = {
  id: 'bus-portal',
  dependsOn: ['bus-auth', 'bus-billing-api', 'bus-containers', 'bus-llm'],
  async start(context) {
    const app = portalApp(context);
    return { handle: async (request) => app.fetch(request), stop: async () => undefined };
  },
};

function portalApp(context: ServiceContext) {
  const token = context.env.BUS_PORTAL_TOKEN || LOCAL_DEFAULTS.BUS_PORTAL_TOKEN.value;
  const headers = Object.entries(securityHeaders(context.env.BUS_PORTAL_API_CONNECT_SRC));
  const app = serviceApp(context);
  const missing = async () => page(await missingPage(), 404);

  app.notFound(missing);
  app.use(async (c, next) => {
    const given = c.req.path.split('/')[1] ?? '';
    if (sameText(given, token)) await next();
    else c.res = await missing();
    for (const [name, value] of headers) c.res.headers.set(name, value);
  });

  // Relative, because the gateway puts its own prefix before the path.
  app.get('/:token', (c) => c.redirect(`${encodeURIComponent(token)}/`, 302));
  app.get('/:token/', async () => page(await shellPage()));
  app.get('/:token/v1/healthz', () => jsonResponse({ ok: true }));
  app.get('/:token/v1/modules', () => jsonResponse(portalModuleList(`${GATEWAY_PREFIX}${token}/`)));
  for (const about of PORTAL_PAGES) {
    app.get(`/:token/modules/${about.id}`, (c) => c.redirect(`${about.id}/`, 302));
    app.get(`/:token/modules/${about.id}/`, async () => page(await modulePage(about)));
  }
  for (const name of ['portal-theme.css', 'uikit.css']) {
    app.get(
      `/:token/${name}`,
      () => new Response(PORTAL_CSS, { headers: { 'content-type': 'text/css; charset=utf-8' } }),
    );
  }
  return app;
}

function page(text: string, status = 200): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
