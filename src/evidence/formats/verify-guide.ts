import { LIMITS_OF_SIGNATURES } from '../../proof/report/buyer-levels.ts';
import { inDocument } from '../../proof/report/document-commands.ts';
import { mdCode, mdText } from '../../proof/report/markdown-text.ts';
import type { Results } from '../../proof/report/results.ts';
import { EVIDENCE_NAMESPACE } from '../signing/sshsig.ts';

/**
 * Writes `VERIFY.md`: commands of programs that are on the machine already, what they print, what each proves. It never
 * sends the reader to a key inside the evidence: whoever re-signs puts his own there.
 */
export function renderVerifyGuide(results: Results): string {
  return `# How to verify this evidence

${LIMITS_OF_SIGNATURES}

It needs \`sha256sum\`, \`ssh-keygen\` (OpenSSH 8.2 or newer), \`openssl\`, \`jq\` and \`curl\`; no network but for V4.
Run the commands in the folder that holds \`bagit.txt\`. With bus-setup, \`bus-setup verify .\` does V1 to V3 at once.

## V1: integrity

\`\`\`sh
sha256sum -c --quiet --strict manifest-sha256.txt && echo intact
(find data -type f | LC_ALL=C sort | xargs sha256sum) | cmp - manifest-sha256.txt && echo complete
\`\`\`

They print \`intact\` and \`complete\`. The first proves that no listed file was changed or removed; it does not notice an
added file, and the second does. Neither proves who made the files.

## V2: origin

Get the signer's public key **over another channel** (a key server, a call, a contract), never from these files, and
write it to \`allowed_signers\` as one line: \`signer ssh-ed25519 AAAA…\`. Then

\`\`\`sh
ssh-keygen -Y verify -f allowed_signers -I signer -n ${EVIDENCE_NAMESPACE} \\
  -s manifest-sha256.txt.sig < manifest-sha256.txt
\`\`\`

It prints \`Good "${EVIDENCE_NAMESPACE}" signature for signer …\`. That proves that this key signed this manifest.

If the key was made for this proof only, ask for its **proof code** over another channel instead, and compare both parts
of it, left and right of the dot, with what these print:

\`\`\`sh
ssh-keygen -Y check-novalidate -n ${EVIDENCE_NAMESPACE} -s manifest-sha256.txt.sig < manifest-sha256.txt
sha256sum manifest-sha256.txt | cut -c1-16
\`\`\`

The statement for policy engines, \`data/proof.intoto.jsonl\`, is signed with the key in \`data/proof.pub.pem\`, for which
the manifest vouches:

\`\`\`sh
jq -r .payload data/proof.intoto.jsonl | base64 -d > payload
printf 'DSSEv1 28 application/vnd.in-toto+json %s %s' "$(wc -c < payload | tr -d ' ')" "$(cat payload)" > pae
jq -r '.signatures[0].sig' data/proof.intoto.jsonl | base64 -d > statement.sig
openssl pkeyutl -verify -pubin -inkey data/proof.pub.pem -rawin -in pae -sigfile statement.sig
rm payload pae statement.sig
\`\`\`

It prints \`Signature Verified Successfully\`.

## V3: fresh

${challengePart(results)}

## V4: repeated

Repeat the proof against the stack, and compare the verdict digest:

\`\`\`sh
jq -r '.checks[]|[.id,.status]|@tsv' data/results.json | LC_ALL=C sort | sha256sum
${inDocument('bus-setup proof', results)}
\`\`\`

The first prints ${mdCode(results.verdictDigest)}. When your own proof has the same digest, every check ended for you as it
ended here. Without bus-setup, \`sh data/replay.sh\` makes again what curl can make; read it first.
`;
}

function challengePart(results: Results): string {
  if (results.challenge === undefined) {
    return 'This evidence carries no challenge, so it does not tell when it was made. Ask for a proof with one of your own: `bus-setup proof --challenge TEXT`.';
  }
  return `This evidence carries the challenge ${mdText(results.challenge)}. If you chose that text, and told it to nobody before, the
proof was made after you did:

\`\`\`sh
jq -r .payload data/proof.intoto.jsonl | base64 -d | jq -r .predicate.busdkChallenge
jq -r '.checks[] | select(.echo != null) | [.id, .status, .echo] | @tsv' data/results.json
\`\`\`

The first prints the text as it was signed, the second the checks to which the stack itself gave it back.`;
}
