/** Lines of a configuration and tokens give themselves away inside of base64 too, at whatever alignment they stand. */
const INNER = [
  ...[
    'PASSWORD',
    'password',
    'Password',
    'SECRET',
    'secret',
    'Secret',
    '_TOKEN=',
    '_token=',
    'API_KEY',
    'api_key',
    'apiKey',
  ],
  ...[
    '_KEY=',
    'eyJhbG',
    'passwd',
    'token',
    'TOKEN',
    'PASS=',
    'stripe',
    'STRIPE',
    'postgres:',
    'redis://',
    'Bearer ',
    'sk_live_',
    'sk_test_',
    'rk_live_',
    'whsec_',
    'sk-proj-',
    'AKIA',
    'ASIA',
    'ghp_',
    'ghs_',
  ],
  ...['github_pat_', 'glpat-', 'xoxb-', 'xoxp-', 'AccountKey=', 'SharedAccessKey='],
];
const SHORTEST_INNER = 5;
/** A longer anchor makes the automaton larger and finds nothing less. */
const LONGEST_INNER = 6;
/** Pieces of base64 that give such a text away. */
export const INNER_ANCHORS = [...new Set(INNER.flatMap(innerForms))];
/** What is the same in the base64 of every text that holds the word, in lower case; short forms are left out. */
function innerForms(word: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.from(`${'\0'.repeat(shift)}${word}`, 'latin1');
    const text = padded
      .toString('base64')
      .slice(Math.ceil((shift * 8) / 6), Math.floor((padded.length * 8) / 6));
    return text.length < SHORTEST_INNER ? [] : [text.slice(0, LONGEST_INNER).toLowerCase()];
  });
}
