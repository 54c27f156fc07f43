import type { Results } from '../../proof/report/results.ts';
import type { Statement } from '../formats/statement.ts';
import { type Point, Problems } from './verification.ts';

/**
 * V3: the buyer's own challenge was signed, and the stack itself gave it back.
 * @param challenge the text that the buyer chose; undefined when none was given
 * @param statement the signed statement, when it is right
 */
export function checkFresh(
  challenge: string | undefined,
  results: Results | undefined,
  statement: Statement | undefined,
): Point {
  const problems = new Problems();
  if (challenge === undefined) {
    const carried = results?.challenge === undefined ? 'It carries no challenge' : 'It carries a challenge';
    return problems.point(
      { id: 'fresh', level: 'V3', broken: '' },
      {
        status: 'open',
        says: `${carried}; that it is your own, only you can tell: give it with --challenge. Else nothing shows when this was made.`,
      },
    );
  }
  if (statement?.predicate.busdkChallenge !== challenge) {
    problems.add('EV-CHALLENGE-MISSING', 'not in the signed statement');
  }
  const echoes = (results?.checks ?? []).filter(
    ({ echo, status }) => status === 'PASS' && echo === challenge,
  );
  if (echoes.length === 0) problems.add('EV-CHALLENGE-MISSING', 'in no answer of the stack');
  return problems.point(
    { id: 'fresh', level: 'V3', broken: 'Nothing shows that this was made after your challenge.' },
    {
      status: 'holds',
      says: `Your challenge was signed, and the stack gave it back in ${echoes.map(({ id }) => id).join(' and ')}: it was made after you chose it.`,
    },
  );
}
