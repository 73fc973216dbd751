interface RecentSet {
  has(value: string): boolean
  add(value: string): void
  delete(value: string): void
}

interface RecentSetOptions {
  /** Beyond it, the value that was added first is forgotten. */
  readonly most: number
  readonly keepMs: number
  readonly now?: () => number
}

/** Values that were added lately. Small enough not to need a package. */
export function createRecentSet({ most, keepMs, now = () => performance.now() }: RecentSetOptions): RecentSet {
  const untilMs = new Map<string, number>()
  return {
    has: value => (untilMs.get(value) ?? 0) > now(),
    add(value) {
      untilMs.delete(value)
      untilMs.set(value, now() + keepMs)
      const [oldest] = untilMs.keys()
      if (untilMs.size > most && oldest !== undefined) untilMs.delete(oldest)
    },
    delete: value => void untilMs.delete(value),
  }
}
