import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { isSigned } from '../../src/embedded/services/bus-stripe/signature.ts';
import { webhookBody, webhookSignature } from '../../src/proof/webhook-delivery.ts';

/** Stripe's own library, which makes no call here. */
const { webhooks } = new Stripe(['sk', 'test', 'loopback'].join('_'));
const SECRET = 'whsec_local_not_secret';
const NOW = new Date('2026-05-01T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const BODY = webhookBody({
  marker: 'm',
  change: 'created',
  account: '00000000-0000-4000-8000-000000000009',
  status: 'active',
  feature: 'llm:proxy',
});

const header = (change: Partial<Parameters<typeof webhooks.generateTestHeaderString>[0]> = {}) =>
  webhooks.generateTestHeaderString({ payload: BODY, secret: SECRET, timestamp: SECONDS, ...change });
const taken = (signature: string, body = BODY) => isSigned(Buffer.from(body), signature, SECRET, NOW);

describe('signatures of Stripe’s own library', () => {
  it('are taken when they are right', () => {
    expect(taken(header())).toBe(true);
  });

  it.each([
    ['of another secret', header({ secret: 'whsec_another' })],
    ['of another body', header({ payload: `${BODY} ` })],
    ['of another scheme', header({ scheme: 'v0' })],
    ['that are too old', header({ timestamp: SECONDS - 301 })],
    ['from the future', header({ timestamp: SECONDS + 301 })],
  ])('are refused %s', (_, signature) => {
    expect(taken(signature)).toBe(false);
  });

  it('are taken up to the edge of their time', () => {
    expect(taken(header({ timestamp: SECONDS - 300 }))).toBe(true);
  });
});

describe('signatures of the proof', () => {
  it('are what Stripe’s library accepts', () => {
    const event = webhooks.constructEvent(
      BODY,
      webhookSignature(SECRET, SECONDS, BODY).reveal(),
      SECRET,
      300,
      undefined,
      SECONDS * 1000,
    );
    expect(event).toMatchObject({ type: 'customer.subscription.created', livemode: false });
  });
});
