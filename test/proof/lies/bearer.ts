import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Asked } from '../lying-gateway.ts';
import type { Tell } from './lie.ts';
import { pardon } from './lie.ts';

/** What a bearer token says of itself. */
export interface Bearer {
  readonly algorithm: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly expired: boolean;
  readonly subject: string;
}

/** Reads the token of a request; undefined when it has none, or none that is a JWT. */
export function bearerOf({ authorization }: Asked): Bearer | undefined {
  try {
    const token = authorization?.slice('Bearer '.length) ?? '';
    const { aud, scope, exp, sub } = decodeJwt(token);
    return {
      algorithm: String(decodeProtectedHeader(token).alg),
      audience: String(aud),
      scopes: String(scope).split(' '),
      expired: (exp ?? 0) * 1000 < Date.now(),
      subject: sub ?? '',
    };
  } catch {
    return undefined;
  }
}

/** Lets those in whom the stack refuses and whose token is like this. */
export function letIn(which: (bearer: Bearer) => boolean, body: unknown): Tell {
  return (told, asked) => {
    const bearer = bearerOf(asked);
    if (bearer !== undefined && which(bearer)) pardon(body)(told, asked);
  };
}
