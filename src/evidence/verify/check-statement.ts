import { createPublicKey, type KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Results } from '../../proof/report/results.ts';
import { parseStrictJson } from '../../proof/strict-json.ts';
import { type FileMap, textOf } from '../bag/file-map.ts';
import { type Statement, statementOf, statementSchema } from '../formats/statement.ts';
import { STATEMENT_FILES } from '../seal-evidence.ts';
import { type Envelope, envelopeSchema, STATEMENT_TYPE, verifiedPayload } from '../signing/dsse.ts';
import { sigstoreBundle } from '../signing/sigstore-bundle.ts';
import { ed25519PublicKey } from '../signing/ssh-public-key.ts';
import { type Point, Problems } from './verification.ts';

/** The point, and the statement when it is signed and right. */
export interface CheckedStatement {
  readonly point: Point;
  readonly statement?: Statement;
}

/**
 * The signed statement is signed by the key beside it, says what the results say, and is the same in both envelopes.
 * @param payload files by their path in the payload
 */
export function checkStatement(
  results: Results,
  resultsBytes: Uint8Array,
  payload: FileMap,
): CheckedStatement {
  const problems = new Problems();
  const statement = signedStatement(payload, problems);
  if (statement !== undefined && !isDeepStrictEqual(statement, plainStatement(results, resultsBytes))) {
    problems.add('EV-STATEMENT-DIFFERS', STATEMENT_FILES.envelope);
  }
  const point = problems.point(
    { id: 'statement', broken: 'The signed statement is not one about these results.' },
    { status: 'holds', says: 'The signed statement names these results by digest, and says what they say.' },
  );
  return { point, ...(problems.none && statement !== undefined ? { statement } : {}) };
}

function signedStatement(payload: FileMap, problems: Problems): Statement | undefined {
  const [envelopeFile, sigstoreFile, keyFile] = [
    STATEMENT_FILES.envelope,
    STATEMENT_FILES.sigstore,
    STATEMENT_FILES.publicKey,
  ].map((path) => payload.get(path));
  if (envelopeFile === undefined || sigstoreFile === undefined || keyFile === undefined) {
    problems.add('EV-FILE-MISSING', 'the statement, its key or its Sigstore bundle');
    return undefined;
  }
  const envelope = envelopeIn(textOf(envelopeFile));
  const key = keyIn(textOf(keyFile));
  if (envelope === undefined || key === undefined) {
    problems.add('EV-STATEMENT-DIFFERS', 'the envelope or the key cannot be read');
    return undefined;
  }
  if (textOf(sigstoreFile) !== `${JSON.stringify(sigstoreBundle(envelope))}\n`) {
    problems.add('EV-STATEMENT-DIFFERS', STATEMENT_FILES.sigstore);
  }
  if (envelope.signatures[0].keyid !== key.fingerprint) problems.add('EV-STATEMENT-DIFFERS', 'the key id');
  const bytes = envelope.payloadType === STATEMENT_TYPE ? verifiedPayload(envelope, key.object) : undefined;
  if (bytes === undefined) {
    problems.add('EV-SIGNATURE-WRONG', STATEMENT_FILES.envelope);
    return undefined;
  }
  // Only what was verified is parsed.
  const statement = parsed(textOf(bytes), (value) => statementSchema.safeParse(value).data);
  if (statement === undefined)
    problems.add('EV-STATEMENT-DIFFERS', 'it is not a statement about one results.json');
  return statement;
}

function envelopeIn(text: string): Envelope | undefined {
  const envelope = parsed(text, (value) => envelopeSchema.safeParse(value).data);
  return envelope !== undefined && `${JSON.stringify(envelope)}\n` === text ? envelope : undefined;
}

function keyIn(pem: string): { readonly object: KeyObject; readonly fingerprint: string } | undefined {
  try {
    const object = createPublicKey(pem);
    if (object.asymmetricKeyType !== 'ed25519' || object.export({ format: 'pem', type: 'spki' }) !== pem) {
      return undefined;
    }
    const raw = object.export({ format: 'der', type: 'spki' }).subarray(-32);
    return { object, fingerprint: ed25519PublicKey(raw).fingerprint };
  } catch {
    return undefined;
  }
}

function parsed<T>(text: string, read: (value: unknown) => T | undefined): T | undefined {
  try {
    return read(parseStrictJson(text));
  } catch {
    return undefined;
  }
}

/** As it comes out of JSON, so that the two can be compared. */
function plainStatement(results: Results, resultsBytes: Uint8Array): unknown {
  return JSON.parse(JSON.stringify(statementOf(results, resultsBytes)));
}
