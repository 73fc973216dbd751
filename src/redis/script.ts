import { createHash } from 'node:crypto'
import type { Script } from './redis.ts'

export function script(use: string, source: string): Script {
  return { use, source, sha1: createHash('sha1').update(source).digest('hex') }
}
