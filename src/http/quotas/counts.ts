import type { Release } from '../../base/fair-places.ts'

/** How many of something a key can have at the same time. */
export interface Quota {
  /** The quota's name, in messages and metrics. */
  readonly name: string
  readonly key: string
  readonly most: number
}

export type Entry =
  | { readonly ok: true; readonly leave: Release }
  /** The first quota that is used up. Nothing was counted. */
  | { readonly ok: false; readonly quota: Quota }

export interface Counts {
  enter(quotas: readonly Quota[]): Entry
}

/** Counts what is open, by several keys at once. */
export function createCounts(): Counts {
  const open = new Map<string, number>()
  const add = ({ name, key }: Quota, more: number) => {
    const id = `${name} ${key}`
    const count = (open.get(id) ?? 0) + more
    if (count === 0) open.delete(id)
    else open.set(id, count)
  }
  return {
    enter(quotas) {
      const quota = quotas.find(({ name, key, most }) => (open.get(`${name} ${key}`) ?? 0) >= most)
      if (quota) return { ok: false, quota }
      for (const each of quotas) add(each, 1)
      let isOpen = true
      const leave = () => {
        if (isOpen) for (const each of quotas) add(each, -1)
        isOpen = false
      }
      return { ok: true, leave }
    },
  }
}
