import type Stripe from 'stripe';
import { z } from 'zod';
import { stackTransport } from '../stack/attach/transport.ts';
import type { Answer } from './answer.ts';
import type { CheckContext } from './check.ts';
import { isLoopback, type StripeSettings } from './stripe-settings.ts';
import { StripeTrouble } from './stripe-trouble.ts';

/** Milliseconds of one call. Stripe answers in less than two seconds; its library would wait for eighty. */
const CALL_MS = 15_000;
/** Most times one call is made. */
const ATTEMPTS = 3;
/** Longest wait between two of them, milliseconds, whatever `Retry-After` says. */
const LONGEST_WAIT_MS = 10_000;
/** Statuses that Stripe documents; another is a surprise. */
const DOCUMENTED = [200, 400, 401, 402, 403, 404, 409, 424, 429, 500, 502, 503, 504] as const;
/** What the library asks for that leaves this machine. Its telemetry and the description of the machine do not. */
const PASSED_ON = ['accept', 'stripe-version', 'idempotency-key'] as const;

/** One call, in the words of the official library. */
export interface StripeCall<T extends z.ZodType> {
  readonly purpose: string;
  readonly make: (stripe: Stripe) => Promise<unknown>;
  /** What is read of the answer. */
  readonly answer: T;
  /** True for the call that stands for the check in reports. */
  readonly main?: boolean;
}

/** The Stripe API in test mode. */
export interface StripeClient {
  /**
   * Makes one call. A rate limit, a conflict and a failure of Stripe are waited out, at most twice.
   * @throws CheckFailure or CheckSkip `PY-…`
   */
  call<T extends z.ZodType>(call: StripeCall<T>): Promise<z.output<T>>;
  /** Names a value that is fresh in every run, for shown commands. */
  variable(name: string, value: string): string;
  /** Ends its connections. */
  close(): Promise<void>;
}

/**
 * Opens the official `stripe` package on the wire of the proof: the package writes the requests and reads the errors;
 * what leaves and what comes back is bounded, recorded as evidence and shown without the key.
 * @param timeoutMs milliseconds of one call
 */
export async function openStripe(
  context: CheckContext,
  settings: StripeSettings,
  timeoutMs = CALL_MS,
): Promise<StripeClient> {
  const { default: Library } = await import('stripe');
  const { host, secrets, signal } = context;
  // A proxy must not see a request to this machine, which may be unencrypted.
  const transport = isLoopback(settings.api) ? undefined : await stackTransport(undefined, host, secrets);
  const { http: client, close } = context.elsewhere(transport);
  client.variable('PROOF_MARKER', context.marker);

  const once = async <T extends z.ZodType>(call: StripeCall<T>): Promise<z.output<T>> => {
    const trouble = new StripeTrouble();
    const base = settings.api.origin;
    const httpClient: Stripe.HttpClient = {
      getClientName: () => 'bus-setup',
      makeRequest: (_host, _port, path, method, headers, requestData) =>
        trouble.watch(async () => {
          const answer = await client.call({
            purpose: call.purpose,
            target: { method: method === 'GET' ? 'GET' : 'POST', base, path },
            token: settings.key,
            ...(requestData
              ? { rawBody: requestData, contentType: 'application/x-www-form-urlencoded' }
              : {}),
            headers: passedOn(headers),
            status: DOCUMENTED,
            timeoutMs,
            ...(call.main === true ? { main: true } : {}),
          });
          trouble.status = answer.status;
          return responseOf(answer, trouble);
        }),
    };
    const stripe = new Library(settings.key.reveal(), {
      httpClient,
      host: settings.api.hostname,
      port: settings.api.port === '' ? 443 : Number(settings.api.port),
      protocol: settings.api.protocol === 'http:' ? 'http' : 'https',
      maxNetworkRetries: 0,
      timeout: timeoutMs,
      telemetry: false,
    });
    try {
      return trouble.shaped(call.answer, await call.make(stripe), call.purpose);
    } catch (error) {
      signal.throwIfAborted();
      throw trouble.explain(error, error instanceof Library.errors.StripeError);
    }
  };

  return {
    async call(call) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(call);
        } catch (error) {
          const seconds = StripeTrouble.retryAfter(error);
          if (seconds === undefined || attempt >= ATTEMPTS) throw error;
          await host.sleep(Math.min(Math.max(seconds, attempt) * 1_000, LONGEST_WAIT_MS), signal);
        }
      }
    },
    variable: (name, value) => client.variable(name, value),
    close,
  };
}

function passedOn(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = given.get(name);
      return typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
    }),
  );
}

/** An answer as the library takes it: its body is read by the strict rules of the proof. */
function responseOf(answer: Answer, trouble: StripeTrouble): Stripe.HttpClientResponse {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, values]) => [name, values.join(', ')]),
  );
  return {
    getStatusCode: () => answer.status,
    getHeaders: () => headers,
    // The library writes into it.
    getRawResponse: () => ({}),
    toStream: () => {
      throw new Error('no call of the proof streams');
    },
    // Anything but an object would make the library hang.
    toJSON: () => trouble.watch(async () => answer.json(z.looseObject({}), 'PY-ANSWER-SHAPE')),
  };
}
