import type { Exchange, Route } from '../exchange.ts'
import { respondError } from '../respond.ts'
import { type SiteFile, siteFiles } from '../site/files.ts'
import { respondFile } from '../site/respond-file.ts'
import { respondPage } from './browser-page.ts'

interface SiteOptions {
  /** The route's name, the first part of its paths, and its folder in `build`. */
  readonly name: 'console' | 'docs'
  readonly title: string
  readonly folder: string
  /**
   * The names of the files to look for, in this order, for the part of a path behind `/name/`.
   * `missing`: what is served in the end, with its status; undefined: an error.
   */
  filesFor(rest: string): {
    readonly names: readonly string[]
    readonly missing?: readonly [name: string, status: number]
  }
}

/** The console: one page for all paths, which its own router reads. */
export function consoleRoutes(folder: string): Route[] {
  const index = ['index.html', 200] as const
  return siteRoutes({
    ...{ name: 'console', title: 'The console', folder },
    filesFor: rest => ({ names: rest === '' ? [] : [rest], ...(rest.startsWith('assets/') ? {} : { missing: index }) }),
  })
}

/** The documentation: a file for each page, without its ending in the address. */
export function docsRoutes(folder: string): Route[] {
  return siteRoutes({
    ...{ name: 'docs', title: 'The documentation', folder },
    filesFor: rest => ({
      names: rest === '' || rest.endsWith('/') ? [`${rest}index.html`] : [rest, `${rest}.html`, `${rest}/index.html`],
      missing: ['404.html', 404],
    }),
  })
}

/** What `npm run build` has written, at `/name` and below. */
function siteRoutes({ name, title, folder, filesFor }: SiteOptions): Route[] {
  const prefix = `/${name}/`
  const files = siteFiles(folder)

  const find = async (rest: string): Promise<readonly [SiteFile, number] | undefined> => {
    const { names, missing } = filesFor(rest)
    for (const one of names) {
      const file = await files.find(one)
      if (file) return [file, 200]
    }
    const file = missing && (await files.find(missing[0]))
    return file && [file, missing[1]]
  }

  const handle = async (exchange: Exchange) => {
    const rest = decoded(exchange.path.slice(prefix.length))
    const found = rest === undefined ? undefined : await find(rest)
    if (found) return respondFile(exchange, ...found)
    if (await files.find('index.html')) return respondError(exchange.response, 404, notFound)
    const body = '<p>Run <code>npm run build</code> in the gateway’s folder, then reload this page.</p>'
    respondPage(exchange.response, 503, { title: `${title} is not built`, body })
  }
  const methods = ['GET', 'HEAD']
  return [
    { name, path: prefix, methods, handle },
    {
      name,
      path: `/${name}`,
      methods,
      handle: ({ response, query }) => {
        const location = query === '' ? prefix : `${prefix}?${query}`
        response.writeHead(308, { location, 'content-length': 0 }).end()
      },
    },
  ]
}

const notFound = { code: 'NOT_FOUND', message: 'There is nothing at this URL. Check the path.' }

/** Undefined if the path has bytes that are no UTF-8. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
