// The peer of the first-frame bench: the four steps of a run as listr2 shows them, and nothing behind them.
import { Listr } from 'listr2';

const step = (title) => ({ title, task: () => new Promise((done) => setTimeout(done, 60_000)) });

await new Listr(['Preflight', 'Start', 'Proof', 'Bundle'].map(step), { concurrent: true }).run();
