import { Marked } from 'marked';

/** One page of the site. */
export interface SitePage {
  /** Name without ending, e.g. `status`. */
  readonly name: string;
  readonly markdown: string;
}

/** What a page may do: show its style and its own pictures. No script, no other address. */
const POLICY =
  "default-src 'none'; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'";

/**
 * The site as files: one HTML page for each Markdown page.
 * @param pages in the order of the navigation; the first is the start page
 * @returns text by file name
 */
export function siteFiles(pages: readonly SitePage[]): ReadonlyMap<string, string> {
  return new Map(pages.map((page) => [fileOf(page.name, pages), document(page, pages)]));
}

function document(page: SitePage, pages: readonly SitePage[]): string {
  const links = pages.map((each) => {
    const here = each === page ? ' aria-current="page"' : '';
    return `<li><a href="${fileOf(each.name, pages)}"${here}>${escaped(titleOf(each))}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(titleOf(page))} · bus-setup</title>
<link rel="stylesheet" href="site.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p><a href="index.html">bus-setup</a></p>
<nav aria-label="Pages">
<ul>
${links.join('\n')}
</ul>
</nav>
</header>
<main id="content">
${htmlOf(page.markdown, pages)}</main>
<footer>The route catalog is also there as <a href="openapi.json">OpenAPI 3.1</a>.</footer>
</body>
</html>
`;
}

/** Markdown as HTML: headings can be linked to, links between pages work, boxes are signs and no form fields. */
function htmlOf(markdown: string, pages: readonly SitePage[]): string {
  const marked = new Marked({ gfm: true });
  const used = new Map<string, number>();
  marked.use({
    renderer: {
      html: () => '',
      heading({ tokens, depth, text }) {
        const slug = slugOf(text);
        const times = used.get(slug) ?? 0;
        used.set(slug, times + 1);
        const id = times === 0 ? slug : `${slug}-${times}`;
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escaped(target(href, pages))}">${this.parser.parseInline(tokens)}</a>`;
      },
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    },
  });
  const html = marked.parse(markdown);
  if (typeof html !== 'string') throw new Error('Markdown is read at once');
  return html.replaceAll('<th>', '<th scope="col">');
}

/** Links between Markdown files, from `docs/` or from the README, lead to pages; what is no page keeps its name. */
function target(href: string, pages: readonly SitePage[]): string {
  const [, path = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(href) ?? [];
  const name = path.replace(/^(\.\/)?(\.\.\/)?(docs\/)?/, '').replace(/\.md$/, '');
  return path.endsWith('.md') && pages.some((page) => page.name === name)
    ? fileOf(name, pages) + anchor
    : href;
}

function fileOf(name: string, pages: readonly SitePage[]): string {
  return pages[0]?.name === name ? 'index.html' : `${name}.html`;
}

function titleOf({ markdown, name }: SitePage): string {
  return /^# (.+)$/m.exec(markdown)?.[1] ?? name;
}

/** As GitHub makes them: lower case, hyphens for blanks, nothing but letters, digits, `-` and `_`. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
