import type { UnfinishedChoice } from '../../steps/run-port.ts';
import type { KeyName } from '../keys.ts';
import type { Size } from '../model.ts';
import type { ScreenId } from '../screen-id.ts';
import * as bundle from './bundle-stories.ts';
import * as done from './done-stories.ts';
import * as preflight from './preflight-stories.ts';
import * as proof from './proof-stories.ts';
import * as start from './start-stories.ts';
import type { Story } from './story.ts';

/** One state of one screen: how to get there, and what it is. */
export interface GalleryState {
  /** Stable name, e.g. `s4-failed`. */
  readonly name: string;
  readonly screen: ScreenId;
  /** What a person is looking at, half a sentence. */
  readonly says: string;
  /** An unfinished run that the first screen asks about. */
  readonly unfinished?: UnfinishedChoice;
  /** What has happened in the run; absent before it began. */
  readonly story?: Story;
  /** Keys that were pressed after that. */
  readonly keys?: readonly KeyName[];
  /** A state that most runs never show; `bus-setup screens` draws it only when it is asked to. */
  readonly rare?: true;
  /** Size of the only terminal on which there is such a state. */
  readonly size?: Size;
}

/** A terminal that is too small for the screens, by one line and one column. */
const SMALL: Size = { rows: 11, columns: 49 };

/** A run that was broken off while its stack came up. */
const UNFINISHED: UnfinishedChoice = {
  profile: 'embedded',
  step: 'start',
  number: 2,
  of: 4,
  startedAt: '2026-03-02T09:00:00.000Z',
  lastAt: '2026-03-02T09:00:04.120Z',
  folder: '/srv/bus/bus-setup-runs/20260302T090000Z-1f2e3d',
};

/** Every state of every screen, in the order in which a run shows them. */
export const GALLERY: readonly GalleryState[] = [
  { name: 's1-welcome', screen: 'welcome', says: 'the profile is chosen' },
  { name: 's1-unfinished', screen: 'welcome', says: 'a run was broken off', unfinished: UNFINISHED },
  { name: 's1-help', screen: 'welcome', says: 'help over it', keys: ['?'], rare: true },
  { name: 's1-small', screen: 'welcome', says: 'on a terminal that is too small', rare: true, size: SMALL },
  { name: 's2-running', screen: 'preflight', says: 'checks run', story: preflight.preflightStarted },
  { name: 's2-passed', screen: 'preflight', says: 'every check passed', story: preflight.preflightPassed },
  { name: 's2-refused', screen: 'preflight', says: 'refused', story: preflight.preflightRefused },
  { name: 's3-running', screen: 'start', says: 'services come up', story: start.startRunning },
  { name: 's3-ready', screen: 'start', says: 'every service answers', story: start.startReady },
  { name: 's3-failed', screen: 'start', says: 'a service ended', story: start.startFailed },
  {
    name: 's3-log',
    screen: 'start',
    says: 'details and log of a service',
    story: start.startReady,
    keys: ['j', 'j', 'l'],
  },
  { name: 's4-running', screen: 'proof', says: 'checks run', story: proof.proofRunning },
  {
    name: 's4-live',
    screen: 'proof',
    says: 'asks before the one request that costs something',
    story: proof.proofAsks,
    rare: true,
  },
  {
    name: 's4-no-stack',
    screen: 'proof',
    says: 'the stack does not run any more',
    story: proof.proofFoundNone,
    rare: true,
  },
  { name: 's4-passed', screen: 'proof', says: 'every required check passed', story: proof.proofPassed },
  { name: 's4-failed', screen: 'proof', says: 'a check failed', story: proof.proofFailed },
  {
    name: 's4-details',
    screen: 'proof',
    says: 'details of the check that failed',
    story: proof.proofFailed,
    keys: ['l'],
  },
  {
    name: 's4-call',
    screen: 'proof',
    says: 'what a call sent, and what came back',
    story: proof.proofFailed,
    keys: ['l', 'enter'],
  },
  {
    name: 's4-filter',
    screen: 'proof',
    says: 'a filter is typed',
    story: proof.proofFailed,
    keys: ['/', 'u', 's', 'a', 'g', 'e'],
  },
  {
    name: 's4-copied',
    screen: 'proof',
    says: 'a command was copied',
    story: proof.proofFailed,
    keys: ['c'],
    rare: true,
  },
  {
    name: 's4-export',
    screen: 'proof',
    says: 'asks before it makes way for the bundle',
    story: proof.proofRunning,
    keys: ['e'],
    rare: true,
  },
  {
    name: 's4-exporting',
    screen: 'proof',
    says: 'what runs makes way for the bundle',
    story: proof.proofRunning,
    keys: ['e', 'y'],
    rare: true,
  },
  {
    name: 's4-leave',
    screen: 'proof',
    says: 'asks before it stops',
    story: proof.proofRunning,
    keys: ['q'],
    rare: true,
  },
  {
    name: 's4-stopping',
    screen: 'proof',
    says: 'after the first Ctrl+C',
    story: proof.proofRunning,
    keys: ['ctrl+c'],
    rare: true,
  },
  {
    name: 's4-small',
    screen: 'proof',
    says: 'on a terminal that is too small',
    story: proof.proofFailed,
    rare: true,
    size: SMALL,
  },
  { name: 's5-running', screen: 'bundle', says: 'collectors run', story: bundle.bundleRunning },
  { name: 's5-preview', screen: 'bundle', says: 'the files before the seal', story: bundle.bundlePreview },
  {
    name: 's5-left-out',
    screen: 'bundle',
    says: 'two files left out',
    story: bundle.bundlePreview,
    keys: ['j', 'j', ' ', 'j', ' '],
    rare: true,
  },
  {
    name: 's5-file',
    screen: 'bundle',
    says: 'a file opened before the seal',
    story: bundle.bundlePreview,
    keys: ['j', 'l'],
    rare: true,
  },
  { name: 's5-written', screen: 'bundle', says: 'the bundle is written', story: bundle.bundleWritten },
  { name: 's6-passed', screen: 'done', says: 'proven', story: done.endPassed },
  { name: 's6-failed', screen: 'done', says: 'not proven', story: done.endFailed },
  {
    name: 's6-no-browser',
    screen: 'done',
    says: 'no browser for the report',
    story: done.endPassed,
    keys: ['o'],
    rare: true,
  },
  { name: 's6-refused', screen: 'done', says: 'refused by preflight', story: done.doneRefused },
];
