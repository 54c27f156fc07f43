import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { type OpenedPage, openPage } from '../host/open-page.ts';
import type { RunState } from './run-state.ts';

/** Where the evidence of a run holds its page for people. */
const REPORT_PAGE = join('evidence', 'data', 'report.html');

/** Shows the report of a run in a browser; a run that has none says so. */
export async function openReport(host: Host, { run, artifacts }: RunState): Promise<OpenedPage> {
  const sealed = artifacts.some(({ kind }) => kind === 'evidence');
  if (run === undefined || !sealed) return { path: '', opened: false, why: 'There is no report yet.' };
  return await openPage(host, join(run.folder, REPORT_PAGE));
}
