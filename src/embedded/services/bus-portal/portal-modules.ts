/** A module of the portal as `/v1/modules` lists it, with what its page says. */
export interface PortalPage {
  readonly id: string;
  readonly title: string;
  readonly state: 'stable' | 'experimental';
  /** Only a stable module is on by default. */
  readonly defaultEnabled: boolean;
  /** One sentence on what a customer does there. */
  readonly summary: string;
  /** What the module calls through the gateway: method and path, and what for. */
  readonly calls: readonly { readonly route: string; readonly purpose: string }[];
}

/** Modules of the local portal, in the order of its navigation. */
export const PORTAL_PAGES: readonly PortalPage[] = [
  {
    id: 'auth',
    title: 'Sign in',
    state: 'stable',
    defaultEnabled: true,
    summary: 'Register with an e-mail address, verify it with a one-time password and ask for an API token.',
    calls: [
      { route: 'POST /api/v1/auth/register', purpose: 'register and join the waitlist' },
      { route: 'POST /api/v1/auth/otp/request', purpose: 'have a one-time password sent' },
      { route: 'POST /api/v1/auth/otp/verify', purpose: 'sign in with it' },
      { route: 'GET /api/v1/auth/status', purpose: 'see whether the address is approved' },
      { route: 'POST /api/v1/auth/token', purpose: 'get an API token once approved' },
    ],
  },
  {
    id: 'ai',
    title: 'AI',
    state: 'stable',
    defaultEnabled: true,
    summary: 'See the model catalog and talk to a model; usage is recorded for your account.',
    calls: [
      { route: 'GET /v1/models', purpose: 'list the models' },
      { route: 'POST /v1/chat/completions', purpose: 'send a message' },
      { route: 'GET /api/v1/containers/status', purpose: 'list your containers' },
      { route: 'POST /api/v1/containers/runs', purpose: 'run a container' },
    ],
  },
  {
    id: 'accounting',
    title: 'Accounting',
    state: 'experimental',
    defaultEnabled: false,
    summary: 'See your plan, your quotas and what is used of them, and open the billing pages.',
    calls: [
      { route: 'GET /api/v1/billing/status', purpose: 'see plan and quotas' },
      { route: 'POST /api/v1/billing/checkout-session', purpose: 'set up billing' },
      { route: 'POST /api/v1/billing/portal-session', purpose: 'manage billing' },
    ],
  },
];

/**
 * Gives the answer of `/v1/modules`.
 * @param base path of the portal as a browser sees it, with a slash at the end
 */
export function portalModuleList(base: string) {
  return {
    modules: PORTAL_PAGES.map(({ id, title, state, defaultEnabled }) => ({
      id,
      title,
      state,
      default_enabled: defaultEnabled,
      nav_items: [{ title, path: `/modules/${id}/` }],
      host: { base_path: base },
    })),
  };
}
