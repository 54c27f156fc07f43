import { createHash } from 'node:crypto';

/** The one style sheet of `report.html`. Colours have a contrast of at least 4.5 to 1 in both themes. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --faint: #57606a; --line: #d0d7de; --tint: #f3f5f7;
  --pass: #116329; --skip: #7a4b00; --fail: #a40e26; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d1117; --ink: #e6edf3; --faint: #9aa5b1; --line: #3d444d;
  --tint: #161b22; --pass: #56d364; --skip: #e3b341; --fail: #ff8a80; --link: #79b8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; margin: 0 0 .25rem; line-height: 1.2; }
h2 { font-size: 1.3rem; margin: 2.25rem 0 .5rem; border-bottom: 1px solid var(--line); }
a { color: var(--link); }
code, pre { font: .88em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { white-space: pre-wrap; background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .75rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--faint); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; padding-right: 1.2rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--faint); }
dd { margin: 0; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: 0 .75rem; }
details[open] { padding-bottom: .5rem; }
summary { padding: .5rem 0; cursor: pointer; }
.verdict { display: inline-block; min-width: 3.2rem; font-weight: 700; }
.PASS, .PASSED { color: var(--pass); } .SKIP, .WARNED { color: var(--skip); } .FAIL, .FAILED { color: var(--fail); }
.faint { color: var(--faint); }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
@media print {
  :root { --paper: #ffffff; --ink: #000000; --faint: #444444; --line: #999999; --tint: #ffffff;
    --pass: #116329; --skip: #7a4b00; --fail: #a40e26; --link: #000000; }
  details { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  main { max-width: none; padding: 0; }
}
`;

/** What the page may do: show this one style, and nothing else. No script, no address, no form. */
export const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
