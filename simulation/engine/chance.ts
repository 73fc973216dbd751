import { createHash } from 'node:crypto'

/** Random draws that a seed determines: the same seed gives the same draws. */
export interface Chance {
  /** 0 ≤ n < below. */
  int(below: number): number
  /** min ≤ n ≤ max. */
  between(min: number, max: number): number
  happens(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T
  bytes(size: number): Buffer
}

/**
 * One stream of draws of a seed. Each part has its own stream, so that one more draw for a fault does not change every
 * later choice.
 */
export function createChance(seed: number, stream: string): Chance {
  const digest = createHash('sha256').update(`${seed}:${stream}`).digest()
  let [a, b, c, d] = [0, 4, 8, 12].map(offset => digest.readUInt32LE(offset)) as [number, number, number, number]
  // sfc32: small, quick, and good enough for choices.
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  const int = (below: number) => Math.floor((next() / 2 ** 32) * below)
  return {
    int,
    between: (min, max) => min + int(max - min + 1),
    happens: probability => next() / 2 ** 32 < probability,
    pick<T>(items: readonly T[]): T {
      const item = items[int(items.length)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    bytes(size) {
      const bytes = Buffer.allocUnsafe(size)
      for (let index = 0; index < size; index++) bytes[index] = next() >>> 24
      return bytes
    },
  }
}
