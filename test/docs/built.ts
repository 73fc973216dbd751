import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A built page, read for its links and for what it loads. */
export interface BuiltPage {
  /** Its clean path below /docs, e.g. reference/queries. */
  readonly name: string
  readonly html: string
  readonly anchors: ReadonlySet<string>
  /** The addresses of its links. */
  readonly links: readonly string[]
}

export function builtPages(folder: string): BuiltPage[] {
  return globSync('**/*.html', { cwd: folder }).map(file => {
    const html = readFileSync(path.join(folder, file), 'utf8')
    return {
      name: file.replace(/\.html$/, ''),
      html,
      anchors: new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)),
      links: [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&')),
    }
  })
}

/** The links of all pages that lead to nothing in this documentation, as "page: link". */
export function deadLinks(pages: readonly BuiltPage[]): string[] {
  const byName = new Map(pages.map(page => [page.name, page]))
  const targetOf = ({ name }: BuiltPage, link: string) => {
    const { pathname, hash } = new URL(link, `http://docs.test/docs/${name}`)
    const below = pathname.replace(/^\/docs\/?/, '')
    const page = byName.get(below === '' || below.endsWith('/') ? `${below}index` : below)
    return { page, anchor: decodeURIComponent(hash.slice(1)) }
  }
  return pages.flatMap(page =>
    page.links
      .filter(link => !/^(https?|mailto):/.test(link))
      .filter(link => {
        const { page: to, anchor } = targetOf(page, link)
        return to === undefined || (anchor !== '' && !to.anchors.has(anchor))
      })
      .map(link => `${page.name}: ${link}`),
  )
}
