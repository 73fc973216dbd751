import { escapeHtml } from './http.ts'
import { STYLE } from './style.ts'

type PageOptions = {
  /** `wide` is for tables, `split` for two sheets side by side where there is room; otherwise one narrow column. */
  readonly layout?: 'narrow' | 'wide' | 'split'
}

/** A complete HTML document in the style of the sandbox. `body` is HTML that is already escaped. */
export function page(title: string, body: string, { layout = 'narrow' }: PageOptions = {}): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style></head>
<body>
<header>Simulator: no money moves here.</header>
<main class="${layout}">${body}</main>
</body>
</html>
`
}

/** The top of a page for a consumer: a mark, the heading, a line below it. The texts are escaped here. */
export function head(mark: string, heading: string, line: string): string {
  return `<div class="head">${mark}<div><h1>${escapeHtml(heading)}</h1><p class="soft">${escapeHtml(line)}</p></div></div>`
}

/** A list of names and values. Both are escaped here. */
export function facts(rows: ReadonlyArray<readonly [name: string, value: string]>): string {
  const entries = rows.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
  return `<dl>${entries.join('')}</dl>`
}
