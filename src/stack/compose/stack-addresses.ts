import type { ComposeSettings } from '../profile-runtime.ts';
import type { StackListener } from '../runtime.ts';
import type { ComposeConfig } from './compose-config.ts';
import type { Container } from './containers.ts';
import type { EngineAddress } from './engine-address.ts';

/** Addresses that mean every address of the machine. */
const EVERYWHERE = new Set(['', '0.0.0.0', '::', '[::]', '*']);

/** True when an address a port is bound to can be reached from this machine only. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);
}

/**
 * Base URL at which a published port of a running container is reached from here.
 * @returns undefined when no running container publishes it
 */
export function publishedUrl(
  containers: readonly Container[],
  service: string,
  target: number,
  engine: EngineAddress,
): string | undefined {
  const port = containers
    .filter((container) => container.service === service && container.state === 'running')
    .flatMap(({ ports }) => ports)
    .find((each) => each.target === target);
  return port === undefined ? undefined : `http://${hostOf(port.address, engine)}:${port.published}`;
}

/** Addresses of a running stack by name. */
export function stackAddresses(
  settings: ComposeSettings,
  containers: readonly Container[],
  engine: EngineAddress,
  portalToken: string,
): Readonly<Record<string, string>> {
  const { gateway, mailbox, database } = settings;
  const urls: Record<string, string> = {};
  const gatewayUrl = publishedUrl(containers, gateway.service, gateway.port, engine);
  if (gatewayUrl !== undefined) {
    urls.gateway = gatewayUrl;
    urls.portal = `${gatewayUrl}/portal/${portalToken}/`;
  }
  if (mailbox !== undefined) {
    const mailboxUrl = publishedUrl(containers, mailbox.service, mailbox.port, engine);
    if (mailboxUrl !== undefined) urls.mailbox = mailboxUrl;
  }
  if (database !== undefined) {
    const address = publishedUrl(containers, database.service, database.port, engine);
    if (address !== undefined) urls.database = address.replace('http://', 'postgres://');
  }
  return urls;
}

/** Ports of the engine's machine that the stack will listen on. */
export function stackListeners(config: ComposeConfig): readonly StackListener[] {
  return config.ports
    .filter(({ protocol }) => protocol === 'tcp')
    .map(({ service, address, published }) => ({
      service,
      host: address === '' ? '0.0.0.0' : address,
      port: published,
    }));
}

/** A loopback address of another machine is only reached through a tunnel, which ends on this one's loopback. */
function hostOf(address: string, engine: EngineAddress): string {
  if (EVERYWHERE.has(address)) return engine.remote ? engine.hostName : '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}
