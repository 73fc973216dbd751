import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { Chance } from './chance.ts'

const original = { randomBytes: crypto.randomBytes, randomUUID: crypto.randomUUID }

/**
 * While `work` runs, node:crypto takes all random values in this process from the seed: ids, nonces, and every other
 * use. So the gateway's code does not need to know about the simulation.
 */
export async function withSeededCrypto<T>(chance: Chance, work: () => Promise<T>): Promise<T> {
  install({
    randomBytes: ((size: number) => chance.bytes(size)) as typeof crypto.randomBytes,
    randomUUID: () => uuidOf(chance.bytes(16)),
  })
  try {
    return await work()
  } finally {
    install(original)
  }
}

function install(functions: Pick<typeof crypto, 'randomBytes' | 'randomUUID'>): void {
  Object.assign(crypto, functions)
  // The names that other modules have imported change too.
  syncBuiltinESMExports()
}

function uuidOf(bytes: Buffer): ReturnType<typeof crypto.randomUUID> {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
