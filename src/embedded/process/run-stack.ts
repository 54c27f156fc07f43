import { join } from 'node:path';
import { GATEWAY_BODY_LIMIT_BYTES } from '../../contract/gateway.ts';
import { holdFolder } from '../../host/folder-hold.ts';
import type { Host } from '../../host/host.ts';
import { makePrivateFolder } from '../../host/private-files.ts';
import { controlApp } from '../control/control-app.ts';
import { nginxPage } from '../gateway/nginx-pages.ts';
import { ApiError } from '../http/api-error.ts';
import type { ServiceDefinition } from '../service.ts';
import { SERVICE_DEFINITIONS } from '../service-registry.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { EmbeddedStack } from './embedded-stack.ts';
import { LoopbackListener } from './loopback-listener.ts';
import { tellParent } from './parent-messages.ts';
import type { ProcessConfig } from './process-config.ts';
import { ServiceLogs } from './service-logs.ts';
import { stackEnvironment } from './stack-environment.ts';
import { watchStore } from './store-watch.ts';
import { withListener } from './with-listener.ts';

/** Name of the store's file in the data folder. */
const STORE_FILE = 'stack.sqlite';

/** Greatest body of the control listener and the mail sink, in bytes. */
const SIDE_BODY_LIMIT_BYTES = 256 * 1024;

/** A stack that runs. */
export interface RunningStack {
  readonly gatewayPort: number;
  readonly mailPort: number;
  readonly controlPort: number;
  /** Stops every service and listener. */
  stop(): Promise<void>;
}

/**
 * Starts the whole stack in this process.
 * @param config checked
 * @param writeLog takes one line of the process's log, without its line end
 * @param shutdown called when the control listener is told to end the process, or when the store's file is gone
 * @throws Error with code `EADDRINUSE` or `EACCES` when a port cannot be had, with `DATA_HELD` when another stack works on
 * the same data, and the error of a service that could not start; nothing is left running then
 */
export async function runStack(
  config: ProcessConfig,
  host: Host,
  writeLog: (line: string) => void,
  shutdown: () => void,
): Promise<RunningStack> {
  const env = stackEnvironment(config.env);
  await makePrivateFolder(config.dataFolder);
  const letGo = holdFolder(config.dataFolder);
  if (letGo === undefined) {
    throw Object.assign(new Error('another stack works on this data'), { code: 'DATA_HELD' });
  }
  const storeFile = join(config.dataFolder, STORE_FILE);
  const serve = (id: string, port: number, limit: number, page: (status: 400 | 413) => Response) =>
    new LoopbackListener(port, {
      bodyLimitBytes: limit,
      handle: (request) => stack.unit(id).handle(request),
      tooLarge: () => page(413),
      malformed: () => page(400),
    });
  const gateway = serve('nginx', config.gatewayPort, GATEWAY_BODY_LIMIT_BYTES, nginxPage);
  const mail = serve('mailhog', config.mailPort, SIDE_BODY_LIMIT_BYTES, refusal);
  const stack = new EmbeddedStack({
    host,
    definitions: listeningAt({ nginx: gateway, mailhog: mail }),
    store: openSqliteStore(storeFile),
    logs: new ServiceLogs(writeLog, host.now),
    env,
    changed: (service, state, detail) =>
      tellParent({ type: 'service', service, state, ...(detail === undefined ? {} : { detail }) }),
  });
  const routes = controlApp({
    stack,
    controlKey: config.controlKey,
    instanceId: config.instanceId,
    version: config.version,
    shutdown,
  });
  const control = new LoopbackListener(config.controlPort, {
    bodyLimitBytes: SIDE_BODY_LIMIT_BYTES,
    handle: async (request) => await routes.fetch(request),
    tooLarge: () => refusal(413),
    malformed: () => refusal(400),
  });
  let endWatch: (() => void) | undefined;
  const stop = async () => {
    endWatch?.();
    await Promise.all([control.close(), stack.stop()]);
    letGo();
  };
  try {
    await Promise.all([control.open(), stack.start()]);
    endWatch = await watchStore(storeFile, shutdown);
  } catch (error) {
    await stop();
    throw error;
  }
  return { gatewayPort: gateway.port, mailPort: mail.port, controlPort: control.port, stop };
}

function listeningAt(listeners: Readonly<Record<string, LoopbackListener>>): readonly ServiceDefinition[] {
  return SERVICE_DEFINITIONS.map((definition) => {
    const listener = listeners[definition.id];
    return listener === undefined ? definition : withListener(definition, listener);
  });
}

function refusal(status: 400 | 413): Response {
  if (status === 413) return new ApiError('request_body_too_large', 'the body is too large').toResponse();
  return new ApiError('bad_request', 'the request is malformed').toResponse();
}
