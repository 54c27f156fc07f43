import { html, raw } from 'hono/html';
import { PORTAL_PAGES, type PortalPage } from './portal-modules.ts';

/** The portal's one stylesheet: system fonts, readable in light and dark, no images. */
export const PORTAL_CSS = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 42rem; margin: 0 auto; padding: 1rem; }
h1 { line-height: 1.2; }
header { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
nav ul { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
nav a:not(:hover) { text-decoration: none; }
nav a[aria-current] { font-weight: bold; text-decoration: underline; text-underline-offset: .3em; }
a:focus-visible { outline: 3px solid; outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
dt { font-weight: bold; }
dd { margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; }
caption { padding-bottom: .5rem; text-align: start; }
th, td { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .375rem 1rem .375rem 0; text-align: start; vertical-align: top; }
code { font-family: ui-monospace, monospace; }
`;

/** The portal's first page: what there is. */
export async function shellPage(): Promise<string> {
  return await document('Bus portal', './', undefined, [
    html`<h1>Bus portal</h1>`,
    html`<p>This is the portal of a local Bus stack. It has these modules:</p>`,
    html`<dl>
      ${PORTAL_PAGES.map(
        (page) =>
          html`<dt><a href="modules/${page.id}/">${page.title}</a>${maturity(page)}</dt><dd>${page.summary}</dd>`,
      )}
    </dl>`,
    html`<p><a href="v1/healthz">Health</a> · <a href="v1/modules">Module list</a></p>`,
  ]);
}

/** A module's page: what it is for and which routes of the gateway it uses. */
export async function modulePage(page: PortalPage): Promise<string> {
  return await document(`${page.title} – Bus portal`, '../../', page.id, [
    html`<h1>${page.title}${maturity(page)}</h1>`,
    html`<p>${page.summary}</p>`,
    html`<table>
      <caption>Routes this module uses</caption>
      <thead><tr><th scope="col">Route</th><th scope="col">What for</th></tr></thead>
      <tbody>
        ${page.calls.map(({ route, purpose }) => html`<tr><td><code>${route}</code></td><td>${purpose}</td></tr>`)}
      </tbody>
    </table>`,
  ]);
}

/** The page for whatever the portal does not have. It does not tell a wrong token from a wrong path. */
export async function missingPage(): Promise<string> {
  const style = raw('<meta name="color-scheme" content="light dark">');
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8">${style}<title>Not found</title></head><body><main><h1>Not found</h1><p>There is no such page.</p></main></body></html>`;
  return String(await page);
}

function maturity({ state }: PortalPage) {
  return state === 'experimental' ? html` <small>(experimental)</small>` : '';
}

/** Links are relative to `home`, because the gateway puts its own prefix before the portal's path. */
async function document(
  title: string,
  home: string,
  current: string | undefined,
  content: unknown[],
): Promise<string> {
  const page = html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="stylesheet" href="${home}portal-theme.css">
</head>
<body>
  <a class="skip" href="#content">Skip to content</a>
  <header>
    <nav aria-label="Modules">
      <ul>
        <li><a href="${home}"${current === undefined ? raw(' aria-current="page"') : ''}>Portal</a></li>
        ${PORTAL_PAGES.map(
          ({ id, title: name }) =>
            html`<li><a href="${home}modules/${id}/"${id === current ? raw(' aria-current="page"') : ''}>${name}</a></li>`,
        )}
      </ul>
    </nav>
  </header>
  <main id="content">
    ${content}
  </main>
</body>
</html>
`;
  return String(await page);
}
