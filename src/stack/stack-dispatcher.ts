import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { StackTransport } from './runtime.ts';

/** What a dispatcher is made with, beside the transport. */
export interface DispatcherLimits {
  /** Most connections to one origin. */
  readonly connections: number;
  /** Milliseconds until a connection must stand. */
  readonly connectTimeoutMs: number;
  /** Most bytes of the headers of one answer. */
  readonly maxHeaderBytes: number;
}

/**
 * The connections to a stack. Certificates are always checked. Without a transport no proxy is asked, whatever the
 * environment says: a stack on loopback has none in front.
 */
export function stackDispatcher(transport: StackTransport | undefined, limits: DispatcherLimits): Dispatcher {
  const ca = transport?.ca === undefined ? {} : { ca: transport.ca };
  const options = {
    connections: limits.connections,
    pipelining: 1,
    // Shorter than any server's own patience: a socket that the other side has just closed looks like a lost answer.
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
    maxHeaderSize: limits.maxHeaderBytes,
    connect: { timeout: limits.connectTimeoutMs, ...ca },
  };
  const { httpProxy, httpsProxy, noProxy } = transport ?? {};
  if (httpProxy === undefined && httpsProxy === undefined) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    requestTls: { timeout: limits.connectTimeoutMs, ...ca },
    proxyTls: ca,
    // Empty texts, not absent ones: else the agent would look into the environment of the process.
    httpProxy: httpProxy?.reveal() ?? '',
    httpsProxy: httpsProxy?.reveal() ?? '',
    noProxy: noProxy ?? '',
  });
}
