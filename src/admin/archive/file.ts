import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

const OWNER_ONLY = 0o600
const QUOTE = 0x22
const LINE_END = 0x0a

/** Writes the bytes compressed, first to FILE.part. The file gets its final name after everything is on the disk. */
export async function writeCompressed(file: string, content: Readable): Promise<string> {
  const part = `${file}.part`
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(content, createGzip(), hashing, createWriteStream(part, { mode: OWNER_ONLY }))
  await settle(part, file)
  return hash.digest('hex')
}

export async function writeText(file: string, text: string): Promise<void> {
  const part = `${file}.part`
  const handle = await open(part, 'w', OWNER_ONLY)
  await handle.writeFile(text).finally(() => handle.close())
  await settle(part, file)
}

/** Renames a complete file, after its bytes are on the disk, and makes the name durable too. */
async function settle(part: string, file: string): Promise<void> {
  await sync(part)
  await rename(part, file)
  await sync(path.dirname(file))
}

async function sync(place: string): Promise<void> {
  const handle = await open(place, 'r')
  await handle.sync().finally(() => handle.close())
}

/** What is in a compressed CSV file: read back from the disk. */
export async function readBack(file: string): Promise<{ readonly sha256: string; readonly rows: number }> {
  const hash = createHash('sha256')
  let records = 0
  let quoted = false
  const counting = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const byte of chunk) {
        if (byte === QUOTE) quoted = !quoted
        else if (byte === LINE_END && !quoted) records += 1
      }
      done()
    },
  })
  const source = createReadStream(file)
  source.on('data', chunk => hash.update(chunk))
  await pipeline(source, createGunzip(), counting)
  // The first record has the names of the columns.
  return { sha256: hash.digest('hex'), rows: records - 1 }
}

/** A JSON file's content; undefined if there is none, or it is not JSON. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
