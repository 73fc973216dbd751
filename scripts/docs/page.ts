import path from 'node:path'

/** Where the links of a page can lead in the built documentation. */
export interface Targets {
  /** Pages: path in the project → path in the documentation. */
  readonly pages: ReadonlyMap<string, string>
  /** The text of a picture of `docs`. */
  readonly picture: (file: string) => string
}

/** A page's list of its own sections: the built page has one beside the text. */
const OWN_SECTIONS = /^- (?:\[[^\]]*\]\(#[^)]*\)[\s·]*)+$\n/gm

/** A page's Markdown for the built documentation: links lead to pages, pictures are in the text. */
export function publish(file: string, text: string, { pages, picture }: Targets): string {
  return outsideCode(text, prose => {
    const pictured = prose
      .replaceAll(OWN_SECTIONS, '')
      .replaceAll(/^!\[([^\]]*)\]\(([^)]+\.svg)\)$/gm, (_, alt: string, link: string) =>
        figure(alt, picture(resolved(file, link))),
      )
    return pictured.replaceAll(/\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g, (whole, label: string, link: string) => {
      if (/^[a-z]+:/.test(link) || link.startsWith('#')) return whole
      const [to = '', anchor] = link.split('#')
      const page = pageOf(resolved(file, decodeURI(to)), pages)
      // A file of the project that is no page: its name stays.
      if (page === undefined) return label
      return `[${label}](/${page}${anchor === undefined ? '' : `#${anchor}`})`
    })
  })
}

const resolved = (file: string, link: string) => path.posix.normalize(path.posix.join(path.posix.dirname(file), link))

function pageOf(file: string, pages: Targets['pages']): string | undefined {
  if (file === 'schema/schema.graphql') return 'reference/index.md'
  return pages.get(file) ?? pages.get(path.posix.join(file, 'README.md'))
}

/** Applies the change to the text between code blocks. */
function outsideCode(text: string, change: (prose: string) => string): string {
  const blocks = text.split(/(^ *```[^\n]*\n.*?^ *```$)/ms)
  return blocks.map((block, index) => (index % 2 === 1 ? block : change(block))).join('')
}

/**
 * A picture in the page itself, so that it follows the page's colors. On one line: an empty line would end the HTML. It can
 * have the focus, because on a narrow screen it scrolls.
 */
function figure(alt: string, svg: string): string {
  const drawing = svg.replaceAll(/<!--.*?-->/gs, '').replaceAll(/\s*\n\s*/g, ' ')
  const described = drawing.replace(/<title>.*?<\/title>/s, '').replace('role="img"', 'aria-hidden="true"')
  return `<figure class="picture" tabindex="0" role="img" aria-label="${alt.replaceAll('"', '&quot;')}">${described}</figure>`
}
