import { createHash } from 'node:crypto'

/** Draws that depend only on the seed and the purpose, so that the draws of one part do not change those of another. */
export interface Random {
  /** In [0, 1). */
  fraction(): number
  chance(rate: number): boolean
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  pick<T>(list: readonly [T, ...T[]]): T
}

export function randomFrom(seed: number, purpose: string): Random {
  let drawn = 0
  const fraction = () => {
    drawn += 1
    return createHash('sha256').update(`${seed}\0${purpose}\0${drawn}`).digest().readUIntBE(0, 6) / 2 ** 48
  }
  const between = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1))
  return {
    fraction,
    chance: rate => fraction() < rate,
    between,
    pick: list => list[between(0, list.length - 1)] ?? list[0],
  }
}
