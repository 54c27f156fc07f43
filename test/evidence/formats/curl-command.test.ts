import { describe, expect, it } from 'vitest';
import { curlCommand } from '../../../src/evidence/formats/curl-command.ts';
import { renderReplay } from '../../../src/evidence/formats/replay-script.ts';
import { sampleResults } from '../sample-results.ts';

describe('a command that may stand in replay.sh', () => {
  it.each([
    'curl -sS "$BUS_BASE_URL/readyz"',
    'curl -sS "$BUS_BASE_URL"',
    'curl -sS "$BUS_BASE_URL"/readyz',
    `curl -sS -X DELETE -H "authorization: Bearer $BUS_API_TOKEN" "$BUS_BASE_URL/api/v1/notes/\${BUS_NOTE_ID}"`,
    `curl -sS -H 'content-type: application/json' --data-raw "{\\"a\\":\\"$PROOF_MARKER\\",\\"b\\":\\"\\$HOME\\"}" "$BUS_BASE_URL/x"`,
    `curl -sS --data-raw 'it'\\''s $(not) run; \`really\`' "$BUS_BASE_URL/x"`,
  ])('is %s', (text) => {
    expect(curlCommand(text)?.text).toBe(text);
  });

  it('names the variables that the shell would replace', () => {
    const command = curlCommand(
      `curl -sS --data-raw 'a $HOME'"\\$HOME $PROOF_MARKER" "$BUS_BASE_URL/\${BUS_NOTE_ID}x"`,
    );
    expect(command?.variables).toEqual(['PROOF_MARKER', 'BUS_BASE_URL', 'BUS_NOTE_ID']);
  });

  it.each([
    'rm -rf /',
    'curl -sS "$BUS_BASE_URL/x"; rm -rf /',
    'curl -sS "$BUS_BASE_URL/x" | sh',
    'curl -sS "$BUS_BASE_URL/x" > /etc/passwd',
    'curl -sS "$BUS_BASE_URL/x" &',
    'curl -sS "$BUS_BASE_URL/x"\nrm -rf /',
    'curl -sS "$BUS_BASE_URL/$(id)"',
    'curl -sS "$BUS_BASE_URL/`id`"',
    'curl -sS "$BUS_BASE_URL/\u0024{BUS_NOTE_ID:-x}"',
    'curl -sS "$BUS_BASE_URL/$1"',
    'curl -sS -o /etc/passwd "$BUS_BASE_URL/x"',
    'curl -sS -K /etc/passwd "$BUS_BASE_URL/x"',
    'curl -sS -H @/etc/passwd "$BUS_BASE_URL/x"',
    'curl -sS -H \'@/etc/passwd\' "$BUS_BASE_URL/x"',
    'curl -sS -H "@/etc/passwd" "$BUS_BASE_URL/x"',
    `curl -sS -H ''"@/etc/passwd" "$BUS_BASE_URL/x"`,
    'curl -sS --data @/etc/passwd "$BUS_BASE_URL/x"',
    'curl -sS -H "a: $HOME" "$BUS_BASE_URL/x"',
    'curl -sS -H "a: $AWS_SECRET_ACCESS_KEY" "$BUS_BASE_URL/x"',
    'curl -sS https://example.invalid/',
    'curl -sS "$BUS_BASE_URL.example.invalid/"',
    'curl -sS "$BUS_BASE_URL@example.invalid/"',
    'curl -sS "$BUS_BASE_URL"@example.invalid/',
    'curl -sS "$BUS_BASE_URL/x" https://example.invalid/',
    'curl -sS -X "$BUS_API_TOKEN" "$BUS_BASE_URL/x"',
    "curl -sS 'unfinished",
    'curl -sS',
    'wget "$BUS_BASE_URL/x"',
    '',
  ])('is not %s', (text) => {
    expect(curlCommand(text)).toBeUndefined();
  });
});

describe('replay.sh', () => {
  it('runs nothing that hostile results put into it', () => {
    const evil = "models'; touch /tmp/pwned; echo '";
    const results = sampleResults({
      change: (check) => ({
        ...check,
        id: check.id === 'models' ? evil : check.id,
        command: '$(touch /tmp/pwned)',
        exchanges: check.exchanges.map((exchange) => ({
          ...exchange,
          purpose: '\ntouch /tmp/pwned',
          command: evil,
        })),
      }),
    });
    expect(renderReplay(results)).not.toContain('pwned');
  });
});
