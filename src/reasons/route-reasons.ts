import type { ReasonEntry } from './reason.ts';

/** RT-: where the route catalog, a gateway's configuration and what answers differ. */
export const routeReasons = {
  'RT-CONF-UNREADABLE': {
    class: 'configuration',
    sentence: 'The configuration of the gateway cannot be read.',
    next: 'name the BusDK checkout with --checkout DIR',
  },
  'RT-NOT-CONFIGURED': {
    class: 'configuration',
    sentence: 'A route of the catalog has no location in the configuration of the gateway.',
    next: 'add the location to nginx.conf, or use the checkout that this version of the program was made for',
  },
  'RT-NOT-IN-CATALOG': {
    class: 'configuration',
    sentence: 'The gateway serves something that the route catalog does not have.',
    next: 'ask who owns the route and whether it may be seen, before the stack is shown to anybody',
  },
  'RT-OTHER-BACKEND': {
    class: 'configuration',
    sentence: 'A route of the catalog leads to another backend.',
    next: 'compare the proxy_pass of its location with the route catalog',
  },
  'RT-NOT-COMPARED': {
    class: 'configuration',
    sentence: 'A part of the configuration of the gateway was not compared.',
    next: 'look at that part yourself',
  },
  'RT-NOT-ROUTED': {
    class: 'platform',
    sentence: 'The gateway does not know a route of the catalog.',
    next: 'bus-setup routes --checkout DIR',
  },
  'RT-NO-BACKEND': {
    class: 'platform',
    sentence: 'The gateway knows the route, and nothing behind it answers.',
    next: 'bus-setup status',
  },
} as const satisfies Record<string, ReasonEntry>;
