import { CODEX_FAILURES, type CodexFailureCode } from '../../../contract/codex-failures.ts';
import type { LlmExecutionResponse } from '../../../contract/llm.ts';

/** A turn that Codex did not finish. It knows why, and nothing of what the provider wrote. */
export class CodexFailure extends Error {
  readonly code: CodexFailureCode;

  constructor(code: CodexFailureCode) {
    super(CODEX_FAILURES[code].message);
    this.name = 'CodexFailure';
    this.code = code;
  }

  /** The failure as the answer of an execution event: an HTTP status and OpenAI's error body. */
  toAnswer(): LlmExecutionResponse {
    const { status, type, message } = CODEX_FAILURES[this.code];
    return { status, body: { error: { message, type, code: this.code, param: null } } };
  }
}
