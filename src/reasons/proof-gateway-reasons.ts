import type { ReasonEntry } from './reason.ts';

/** PR-: what stands behind the gateway: itself, portal, models, VM and containers. */
export const proofGatewayReasons = {
  'PR-GATEWAY-SHAPE': {
    class: 'platform',
    sentence: 'The readiness answer of the gateway is not the documented one.',
    next: 'look at what listens on the gateway’s port',
  },
  'PR-GATEWAY-STACK': {
    class: 'configuration',
    sentence: 'Another stack answers on this address.',
    next: 'correct the base URL, or stop what listens there',
  },
  'PR-GATEWAY-CATCHALL': {
    class: 'platform',
    sentence: 'The gateway says yes to a path that does not exist.',
    next: 'look at what listens on the gateway’s port',
  },
  'PR-PORTAL-HEALTH': {
    class: 'platform',
    sentence: 'The portal does not report itself healthy.',
    next: 'bus-setup logs bus-portal',
  },
  'PR-PORTAL-SHAPE': {
    class: 'platform',
    sentence: 'The list of portal modules is not of the documented shape.',
    next: 'look at the version of bus-portal',
  },
  'PR-PORTAL-MODULE-MISSING': {
    class: 'configuration',
    sentence: 'The portal lacks a module of this product.',
    next: 'start bus-portal with auth, ai and accounting (accounting needs --experimental)',
  },
  'PR-PORTAL-PAGE': {
    class: 'platform',
    sentence: 'A portal page is not an HTML page.',
    next: 'bus-setup logs bus-portal',
  },
  'PR-PORTAL-HEADERS': {
    class: 'platform',
    sentence: 'A portal page lacks its security headers.',
    next: 'look for a proxy that removes headers, then at the version of bus-portal',
  },
  'PR-PORTAL-OPEN': {
    class: 'platform',
    sentence: 'The portal opens under a wrong path token.',
    next: 'close the portal to the network, then look at the version of bus-portal',
  },
  'PR-MODELS-SHAPE': {
    class: 'platform',
    sentence: 'The model catalog is not of the documented shape.',
    next: 'look at the model catalog file of bus-llm',
  },
  'PR-MODELS-MISSING': {
    class: 'configuration',
    sentence: 'The model catalog lacks codex-chatgpt.',
    next: 'look at the model catalog file of bus-llm',
  },
  'PR-MODELS-OWNER': {
    class: 'configuration',
    sentence: 'codex-chatgpt belongs to another owner than this product.',
    next: 'look at the model catalog file of bus-llm',
  },
  'PR-MODELS-PUBLIC': {
    class: 'platform',
    sentence: 'The model catalog opens without a token.',
    next: 'look at the version of bus-llm',
  },
  'PR-VM-SHAPE': {
    class: 'platform',
    sentence: 'The VM status is not of the documented shape.',
    next: 'look at the version of bus-vm',
  },
  'PR-VM-PROVIDER': {
    class: 'configuration',
    sentence: 'The VM status names another provider than this profile.',
    next: 'start bus-vm with --backend static, or choose another profile',
  },
  'PR-VM-UNAVAILABLE': {
    class: 'platform',
    sentence: 'The VM backend is not available.',
    next: 'bus-setup logs bus-vm',
  },
  'PR-VM-PUBLIC': {
    class: 'platform',
    sentence: 'The VM status opens to a token that must not see it.',
    next: 'look at the version of bus-vm',
  },
  'PR-CONTAINERS-SHAPE': {
    class: 'platform',
    sentence: 'The container status is not of the documented shape.',
    next: 'look at the version of bus-containers',
  },
  'PR-CONTAINERS-FOREIGN': {
    class: 'platform',
    sentence: 'An account sees containers of another one.',
    next: 'do not use this stack for more than one account; look at the version of bus-containers',
  },
  'PR-CONTAINERS-PUBLIC': {
    class: 'platform',
    sentence: 'The container status opens to a token that must not see it.',
    next: 'look at the version of bus-containers',
  },
} as const satisfies Record<string, ReasonEntry>;
