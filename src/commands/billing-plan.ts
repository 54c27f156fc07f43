import { resolve } from 'node:path';
import { type BillingFacts, type BillingPlan, billingPlan } from '../catalog/billing-plan.ts';
import { isStripeValueSet, STRIPE_KEYS } from '../contract/stripe-keys.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { reason } from '../reasons/catalog.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { createRuntime } from '../stack/create-runtime.ts';
import { loadProfile } from '../stack/profile-loader.ts';
import type { ProbeContext } from '../steps/preflight/probe.ts';
import {
  billingBackend,
  type FoundStripeSetting,
  stripeSettingsFound,
} from '../steps/preflight/stripe-settings.ts';
import { RUNS_FOLDER, stackFolderOf } from '../steps/run-folder.ts';
import { EXIT } from '../steps/step.ts';
import { type StackFlags, stackChoices } from './stack-flags.ts';
import { tableLines } from './table.ts';

/**
 * Prints what of billing is local, what Stripe test mode puts into its place, and which settings switch it. It starts
 * nothing, asks nobody, and tells of secrets only whether they are there and in which mode.
 * @param signal ends the work
 * @returns 0, or 5 when a live key stands where a local stack would use it
 * @throws SetupError `ST-PROFILE-…`, `PF-ENV-UNREADABLE`
 */
export async function printBillingPlan(
  host: Host,
  console: { readonly out: LineOutput },
  flags: StackFlags,
  signal: AbortSignal,
): Promise<number> {
  const context = await lookedAt(host, flags, signal);
  const found = await stripeSettingsFound(context);
  const plan = billingPlan(await factsOf(context, found));
  const live = found.find(({ kind }) => kind?.mode === 'live');
  const refused =
    live !== undefined && context.loaded.profile.tier === 'local'
      ? reason('PF-STRIPE-LIVE-KEY', live.place)
      : undefined;
  if (flags.json === true) {
    console.out.line(JSON.stringify({ v: 1, ...plan, ...(refused === undefined ? {} : { refused }) }));
  } else {
    for (const line of planLines(plan)) console.out.line(line);
    if (refused !== undefined) {
      console.out.line('');
      console.out.line(`refused   ${refused.id}  ${refused.sentence} (${refused.detail ?? ''})`);
      console.out.line(`next      ${refused.next}`);
    }
  }
  return refused === undefined ? EXIT.proven : EXIT.refused;
}

async function lookedAt(host: Host, flags: StackFlags, signal: AbortSignal): Promise<ProbeContext> {
  const loaded = await loadProfile(flags.profile ?? 'embedded', host);
  const secrets = new SecretRegistry();
  const stackFolder = stackFolderOf(host, flags.output);
  const runtime = createRuntime(loaded, { host, stackFolder, secrets, choices: stackChoices(flags) });
  const folder = { folder: resolve(host.cwd, flags.output ?? RUNS_FOLDER), stackFolder };
  return { host, loaded, runtime, secrets, folder, workspace: runtime.workspace ?? host.cwd, signal };
}

async function factsOf(context: ProbeContext, found: readonly FoundStripeSetting[]): Promise<BillingFacts> {
  const { runtime, loaded, host } = context;
  const of = (name: string) => found.filter((setting) => setting.name === name);
  const keys = of(STRIPE_KEYS.secretKey).map(({ kind }) => kind);
  const [webhook] = of(STRIPE_KEYS.webhookSecret);
  const placeholder = runtime.kind !== 'attach';
  return {
    kind: runtime.kind,
    profile: loaded.profile.id,
    gateway: await gatewayOf(context),
    backend: await billingBackend(context),
    key: keyState(keys),
    webhookSecret:
      webhook === undefined
        ? placeholder
          ? 'placeholder'
          : 'none'
        : webhook.kind?.role === 'webhook-secret'
          ? 'set'
          : 'wrong',
    price: of(STRIPE_KEYS.priceId).length > 0 || isStripeValueSet(host.env[STRIPE_KEYS.priceId]),
  };
}

/** The worst counts: what is refused must not hide behind what is right. */
function keyState(kinds: readonly FoundStripeSetting['kind'][]): BillingFacts['key'] {
  if (kinds.length === 0) return 'none';
  if (kinds.some((kind) => kind?.mode === 'live')) return 'live';
  return kinds.every((kind) => kind?.role === 'secret' || kind?.role === 'restricted') ? 'test' : 'unknown';
}

async function gatewayOf({ runtime, host, signal }: ProbeContext): Promise<string> {
  if (runtime.kind !== 'attach') {
    const { listeners } = await runtime.plan(signal).catch(() => ({ listeners: [] }));
    const gateway = listeners.find(({ service }) => service === 'nginx');
    if (gateway !== undefined && gateway.port !== 0) return `http://${gateway.host}:${gateway.port}`;
  }
  return host.env.BUS_BASE_URL ?? '$BUS_BASE_URL';
}

function planLines({ profile, runtime, parts, settings, steps }: BillingPlan): readonly string[] {
  return [
    `Billing of the profile ${profile} (${runtime})`,
    '',
    ...tableLines([
      ['PART', 'NOW', 'WITH STRIPE TEST MODE'],
      ...parts.map(({ part, now, inTestMode }) => [part, now, inTestMode]),
    ]),
    '',
    ...tableLines([
      ['SETTING', 'NOW', 'FOR TEST MODE'],
      ...settings.map(({ key, now, forTestMode }) => [key, now, forTestMode]),
    ]),
    '',
    ...steps.map((step, index) => `${index + 1}  ${step}`),
  ];
}
