import { LOCAL_DEFAULTS } from '../../contract/local-defaults.ts';
import {
  portalHealthResponse,
  portalModulesResponse,
  REQUIRED_PORTAL_MODULES,
} from '../../contract/portal.ts';
import { Secret } from '../../redact/secret.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { plain, shown } from '../plain-text.ts';

/** The portal is healthy, lists its modules, serves their pages, and only under its capability token. */
export const portal: Check = {
  id: 'portal',
  title: 'Portal with auth, ai and accounting',
  group: 'portal',
  service: 'bus-portal',
  proves:
    'The portal is healthy, lists the modules auth, ai and accounting, serves HTML pages for them with a content security policy, and is closed under a wrong path token.',
  doesNotProve: 'That the pages work in a browser.',
  route: 'portal.modules',
  async run(context) {
    const { http, access, marker } = context;
    const publicDefault = access.portalToken === LOCAL_DEFAULTS.BUS_PORTAL_TOKEN.value;
    const token = publicDefault
      ? new Secret('BUS_PORTAL_TOKEN', access.portalToken, { publicDefault })
      : context.secrets.secret('BUS_PORTAL_TOKEN', access.portalToken);
    const params = { token };
    await http.json(
      { purpose: 'for health', target: 'portal.health', params, status: [200] },
      portalHealthResponse,
      'PR-PORTAL-HEALTH',
    );
    const { items } = await http.json(
      { purpose: 'for its modules', target: 'portal.modules', params, status: [200] },
      portalModulesResponse,
      'PR-PORTAL-SHAPE',
    );
    const ids = items.map(({ id }) => id);
    if (new Set(ids).size !== ids.length)
      throw new CheckFailure('PR-PORTAL-SHAPE', 'a module is listed twice');
    const missing = REQUIRED_PORTAL_MODULES.filter((id) => !ids.includes(id));
    if (missing.length > 0) {
      throw new CheckFailure('PR-PORTAL-MODULE-MISSING', `${missing.join(', ')} not among ${shown(ids)}`);
    }
    await page(context, 'portal.page', { token }, 'for its page');
    for (const id of REQUIRED_PORTAL_MODULES) {
      await page(context, 'portal.module-page', { token, module_id: id }, `for the page of ${id}`);
    }
    for (const target of ['portal.health', 'portal.modules', 'portal.page'] as const) {
      await http.call({
        purpose: 'under a wrong path token',
        target,
        params: { token: `wrong-${marker}` },
        status: [404, 401, 403],
        accepted: 'PR-PORTAL-OPEN',
      });
    }
    return {
      status: 'PASS',
      observed: `Healthy; modules ${plain(ids.join(', '))}; a wrong path token is refused.`,
    };
  },
};

async function page(
  { http }: CheckContext,
  target: 'portal.page' | 'portal.module-page',
  params: Readonly<Record<string, string | Secret>>,
  purpose: string,
): Promise<void> {
  const answer = await http.call({ purpose, target, params, status: [200] });
  const types = answer.mediaTypes();
  if (types.length !== 1 || types[0] !== 'text/html') {
    throw new CheckFailure(
      'PR-ANSWER-TYPE',
      `${purpose}: expected text/html, got ${plain(types.join(', '), 80)}`,
    );
  }
  if (!/<html[\s>]/i.test(answer.text()))
    throw new CheckFailure('PR-PORTAL-PAGE', `${purpose}: not an HTML page`);
  const policy = answer.header('content-security-policy') ?? '';
  const sniffing = answer.header('x-content-type-options') ?? '';
  if (policy.trim() === '' || sniffing.toLowerCase() !== 'nosniff') {
    throw new CheckFailure('PR-PORTAL-HEADERS', `${purpose}: content security policy or nosniff is missing`);
  }
}
