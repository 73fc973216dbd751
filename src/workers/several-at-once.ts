import type { Work } from './worker.ts'

export interface SeveralAtOnce<Item> {
  /** How many are under way at most, in this process. */
  readonly most: number
  /** Takes what is due, each for one worker. */
  readonly claim: (limit: number) => Promise<readonly Item[]>
  /** Never rejects. */
  readonly work: (item: Item) => Promise<void>
}

/** Work of which several pieces go on side by side, so that one provider that is slow to answer holds up no other. */
export function severalAtOnce<Item>({ most, claim, work }: SeveralAtOnce<Item>): Work {
  const underWay = new Set<Promise<void>>()
  return {
    async take() {
      if (underWay.size >= most) await Promise.race(underWay)
      const claimed = await claim(Math.max(most - underWay.size, 0))
      for (const item of claimed) {
        const piece: Promise<void> = work(item).finally(() => underWay.delete(piece))
        underWay.add(piece)
      }
      return claimed.length
    },
    async idle() {
      await Promise.all(underWay)
    },
  }
}
