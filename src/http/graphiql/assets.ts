import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

interface Asset {
  readonly contentType: string
  readonly gzipped: Uint8Array
  /** The uncompressed file, cached after the first call. */
  plain(): Promise<Uint8Array>
}

const JAVASCRIPT = 'text/javascript; charset=utf-8'
const CSS = 'text/css; charset=utf-8'

interface Assets {
  find(name: string): Promise<Asset | undefined>
}

/** GraphiQL's files by name. Compressed at the first request and cached, because most processes never serve them. */
export function createAssets(): Assets {
  let packed: Promise<ReadonlyMap<string, Asset>> | undefined
  const own = new Map<string, Promise<Asset>>()
  return {
    async find(name) {
      if (packedFiles.has(name)) {
        packed ??= packInProcess()
        // A failure is not cached: the next request tries again.
        packed.catch(() => {
          packed = undefined
        })
        return (await packed).get(name)
      }
      const file = fileOf(name)
      if (file === undefined) return undefined
      const known = own.get(name) ?? readGzipped(file)
      own.set(name, known)
      return known.catch(() => {
        own.delete(name)
        return undefined
      })
    },
  }
}

const packedFiles: ReadonlyMap<string, string> = new Map([
  ['graphiql.js', JAVASCRIPT],
  ['graphiql.css', CSS],
  ['editor.worker.js', JAVASCRIPT],
  ['json.worker.js', JAVASCRIPT],
  ['graphql.worker.js', JAVASCRIPT],
])

/** The page's own files, in the folder `browser`. */
const ownFiles = [
  'browser.css',
  'browser.js',
  'editors.js',
  'environment.js',
  'latest-ids.js',
  'storage.js',
  'subscribe.js',
  'tabs.js',
]

/** One of the page's own files, or of the WebSocket client that they import, whose files import each other by name. */
function fileOf(name: string): URL | undefined {
  if (ownFiles.includes(name)) return new URL(`browser/${name}`, import.meta.url)
  const part = /^graphql-ws\/([\w-]+\.js)$/.exec(name)?.[1]
  return part === undefined ? undefined : new URL(part, import.meta.resolve('graphql-ws/client'))
}

async function readGzipped(file: URL): Promise<Asset> {
  const contentType = file.pathname.endsWith('.css') ? CSS : JAVASCRIPT
  return assetOf(contentType, await promisify(gzip)(await readFile(file)))
}

function assetOf(contentType: string, gzipped: Uint8Array): Asset {
  let unpacked: Promise<Uint8Array> | undefined
  return {
    contentType,
    gzipped,
    plain() {
      unpacked ??= promisify(gunzip)(gzipped)
      return unpacked
    },
  }
}

/** Runs in a child process: the package is a module with 9 MB of string literals, which would stay in memory. */
function packInProcess(): Promise<ReadonlyMap<string, Asset>> {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('pack-graphiql.ts', import.meta.url))
    const child = fork(program, { serialization: 'advanced', execArgv: [], env: {} })
    child.once('message', files => {
      const packed = [...(files as unknown as ReadonlyMap<string, Uint8Array>)]
      resolve(new Map(packed.map(([name, gzipped]) => [name, assetOf(packedFiles.get(name) ?? JAVASCRIPT, gzipped)])))
    })
    child.once('error', reject)
    child.once('exit', code =>
      reject(new Error(`the process that compresses GraphiQL's files ended with code ${code}`)),
    )
  })
}
