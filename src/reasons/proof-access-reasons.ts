import type { ReasonEntry } from './reason.ts';

/** PR-: who is let in: gateway, portal, models, tokens, registration and sign-in. */
export const proofAccessReasons = {
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
  'PR-REGISTER-SHAPE': {
    class: 'platform',
    sentence: 'The answer to a registration is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-REGISTER-STATUS': {
    class: 'platform',
    sentence: 'A new address is not waitlisted.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-REGISTER-IDENTITY': {
    class: 'platform',
    sentence: 'One address got two identities.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-REGISTER-MALFORMED': {
    class: 'platform',
    sentence: 'A malformed address was registered.',
    next: 'look at the version of bus-auth',
  },
  'PR-WAITLIST-SHAPE': {
    class: 'platform',
    sentence: 'The waitlist is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-WAITLIST-MISSING': {
    class: 'platform',
    sentence: 'A registered address is not on the waitlist.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-WAITLIST-TWICE': {
    class: 'platform',
    sentence: 'One address is on the waitlist more than once.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-WAITLIST-STATE': {
    class: 'platform',
    sentence: 'The waitlist shows a wrong state for an address.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-WAITLIST-OPEN': {
    class: 'platform',
    sentence: 'The waitlist opens to a token that must not see it.',
    next: 'look at the version of bus-auth',
  },
  'PR-APPROVE-OPEN': {
    class: 'platform',
    sentence: 'A registration can be approved by somebody who is no operator.',
    next: 'do not let this stack be reached by others; look at the version of bus-auth',
  },
  'PR-SESSION-AFTER-LOGOUT': {
    class: 'platform',
    sentence: 'A session goes on after its sign-out.',
    next: 'look at the version of bus-auth',
  },
  'PR-OTP-SHAPE': {
    class: 'platform',
    sentence: 'An answer about a one-time password is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-OTP-NOT-MAILED': {
    class: 'timeout',
    sentence: 'The one-time password was not mailed.',
    next: 'look at the mail sender settings of bus-auth (BUS_AUTH_OTP_SENDER, BUS_AUTH_SMTP_HOST)',
  },
  'PR-OTP-MAIL': {
    class: 'platform',
    sentence: 'The mail with the one-time password is not as expected.',
    next: 'look into the mail sink',
  },
  'PR-OTP-IN-ANSWER': {
    class: 'platform',
    sentence: 'The one-time password stands in an answer that everybody gets.',
    next: 'look at the version of bus-auth',
  },
  'PR-OTP-WRONG': {
    class: 'platform',
    sentence: 'A wrong one-time password signed in.',
    next: 'look at the version of bus-auth',
  },
  'PR-OTP-REUSED': {
    class: 'platform',
    sentence: 'A one-time password signed in twice.',
    next: 'look at the version of bus-auth',
  },
  'PR-AUTH-STATUS-SHAPE': {
    class: 'platform',
    sentence: 'The auth status is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-AUTH-STATUS-FOREIGN': {
    class: 'platform',
    sentence: 'The auth status is about another identity.',
    next: 'look at the version of bus-auth',
  },
  'PR-AUTH-STATUS-STALE': {
    class: 'platform',
    sentence: 'The auth status does not show what has happened.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-APPROVE-SHAPE': {
    class: 'platform',
    sentence: 'The answer to an approval is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-APPROVE-IDENTITY': {
    class: 'platform',
    sentence: 'The approval is about another identity.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-TOKEN-BEFORE-APPROVAL': {
    class: 'platform',
    sentence: 'An API token was issued before approval.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-OVERGRANTED': {
    class: 'platform',
    sentence: 'A token was issued for a resource out of reach.',
    next: 'look at BUS_AUTH_API_USER_RESOURCES of bus-auth',
  },
  'PR-TOKEN-AFTER-LOGOUT': {
    class: 'platform',
    sentence: 'A token still works after signing out.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-SHAPE': {
    class: 'platform',
    sentence: 'An issued token is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-SUBJECT': {
    class: 'platform',
    sentence: 'A token was issued for another identity.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-AUDIENCE': {
    class: 'platform',
    sentence: 'A token was issued for another audience than asked for.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-SCOPE': {
    class: 'platform',
    sentence: 'A token was issued with other scopes than asked for.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-LIFETIME': {
    class: 'platform',
    sentence: 'A token was issued for longer than asked for.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-NOT-ASKED': {
    class: 'platform',
    sentence: 'A protected route opens without a token.',
    next: 'close the gateway to the network, then look at the version of the service',
  },
  'PR-TOKEN-EXPIRED-ACCEPTED': {
    class: 'platform',
    sentence: 'A service accepts an expired token.',
    next: 'compare the clocks, then look at the version of the service',
  },
  'PR-TOKEN-FORGED-ACCEPTED': {
    class: 'platform',
    sentence: 'A service accepts a token that another key signed.',
    next: 'close the gateway to the network, then look at the version of the service',
  },
  'PR-TOKEN-UNSIGNED-ACCEPTED': {
    class: 'platform',
    sentence: 'A service accepts an unsigned token.',
    next: 'close the gateway to the network, then look at the version of the service',
  },
  'PR-AUDIENCE-IGNORED': {
    class: 'platform',
    sentence: 'A service accepts a token for another audience.',
    next: 'look at the version of the service',
  },
  'PR-SCOPE-IGNORED': {
    class: 'platform',
    sentence: 'A service accepts a token without the scope.',
    next: 'look at the version of the service',
  },
} as const satisfies Record<string, ReasonEntry>;
