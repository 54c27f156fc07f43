import type { Results } from '../../proof/report/results.ts';
import { type Point, Problems } from './verification.ts';

/**
 * V4: the buyer's own proof ended alike.
 * @param own results of the buyer's own run; undefined when none was given
 */
export function checkRepeated(results: Results | undefined, own: Results | undefined): Point {
  const problems = new Problems();
  if (own === undefined) {
    return problems.point(
      { id: 'repeated', level: 'V4', broken: '' },
      {
        status: 'open',
        says: 'Nobody but its maker has seen this outcome. Run bus-setup proof, or replay.sh, and give your results with --against.',
      },
    );
  }
  if (results?.volatile.run === own.volatile.run) problems.add('EV-OUTCOME-DIFFERS', 'both are the same run');
  if (results?.profile.id !== own.profile.id) problems.add('EV-OUTCOME-DIFFERS', 'two different profiles');
  if (results?.verdictDigest !== own.verdictDigest) problems.add('EV-OUTCOME-DIFFERS', 'two verdict digests');
  return problems.point(
    { id: 'repeated', level: 'V4', broken: 'Your own proof does not confirm this one.' },
    {
      status: 'holds',
      says: `Your run ${own.volatile.run} has the same verdict digest: every check ended for you as it ended here.`,
    },
  );
}
