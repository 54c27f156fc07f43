import { LIVE_CODEX } from '../../src/contract/llm.ts';
import { type UsageItem, usagePage } from '../../src/contract/usage.ts';
import { type EmbeddedProcess, testToken } from './embedded-process.ts';

/** The request of the live proof. */
export const CHAT = { model: 'codex-chatgpt', messages: [{ role: 'user', content: LIVE_CODEX.prompt }] };

/** An account nobody has used before, and its token for the LLM API. */
export async function newCustomer(): Promise<{ readonly account: string; readonly token: string }> {
  const account = crypto.randomUUID();
  return { account, token: await testToken({ subject: account, scopes: ['llm:proxy'] }) };
}

/** What the collector has of an account, oldest first. */
export async function usageOf(stack: EmbeddedProcess, account: string): Promise<readonly UsageItem[]> {
  const token = await testToken({ audience: 'internal', scopes: ['usage:read'] });
  const response = await stack.call('/api/internal/usage-events', { token });
  return usagePage.parse(await response.json()).items.filter(({ account_id }) => account_id === account);
}
