import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** A file of a built site, as it is now: a new build is served without a restart. */
export interface SiteFile {
  /** Below the site's folder, with "/". */
  readonly name: string
  readonly contentType: string
  readonly etag: string
  readonly bytes: Buffer
  /** Undefined if it would not become much smaller. */
  readonly gzipped: Buffer | undefined
}

const TEXT = 'charset=utf-8'
const contentTypes: Readonly<Record<string, string>> = {
  '.html': `text/html; ${TEXT}`,
  '.js': `text/javascript; ${TEXT}`,
  '.css': `text/css; ${TEXT}`,
  '.json': `application/json; ${TEXT}`,
  '.txt': `text/plain; ${TEXT}`,
  '.graphql': `text/plain; ${TEXT}`,
  '.svg': `image/svg+xml; ${TEXT}`,
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.tgz': 'application/gzip',
}
const compressible = (type: string) => type.endsWith(TEXT)
/** No "..", no hidden file, no backslash, nothing that a file system could read in another way. */
const NAME = /^(?:[\w@~-][\w@~.-]*\/)*[\w@~-][\w@~.-]*$/

export interface SiteFiles {
  /** Undefined if the folder has no such file. @param name As in a URL, decoded. */
  find(name: string): Promise<SiteFile | undefined>
}

/** The files of a folder. Each is read and compressed once, until it changes. */
export function siteFiles(folder: string): SiteFiles {
  const known = new Map<string, Promise<SiteFile>>()
  const read = async (name: string, etag: string, contentType: string): Promise<SiteFile> => {
    const bytes = await readFile(path.join(folder, name))
    const gzipped = compressible(contentType) ? await promisify(gzip)(bytes) : undefined
    return { name, contentType, etag, bytes, gzipped }
  }
  return {
    async find(name) {
      const contentType = contentTypes[path.extname(name)]
      if (contentType === undefined || !NAME.test(name)) return undefined
      const found = await stat(path.join(folder, name)).catch(() => undefined)
      if (!found?.isFile()) return undefined
      const etag = `W/"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`
      const before = await known.get(name)
      if (before?.etag === etag) return before
      const reading = read(name, etag, contentType)
      known.set(name, reading)
      // A failure is not cached: the next request tries again.
      reading.catch(() => known.delete(name))
      return reading
    },
  }
}
