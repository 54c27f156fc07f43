import { decodeJwt } from 'jose';
import { type TokenClaims, tokenClaims } from '../contract/tokens.ts';
import type { Secret } from '../redact/secret.ts';
import { shaped } from './answer.ts';
import { CheckFailure } from './check-failure.ts';

/**
 * Reads what a token says of itself. The signature is for the services to judge; a check compares the words.
 * @throws CheckFailure `PR-TOKEN-SHAPE` when it is no JWT with the five claims that the contract requires
 */
export function claimsOf(token: Secret): TokenClaims {
  let payload: unknown;
  try {
    payload = decodeJwt(token.reveal());
  } catch {
    throw new CheckFailure('PR-TOKEN-SHAPE', 'the issued token is not a JWT');
  }
  return shaped(tokenClaims, payload, 'PR-TOKEN-SHAPE', 'the issued token');
}
