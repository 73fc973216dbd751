/** Runs work once for all concurrent callers with the same owner and key. */
export function shareByKey(): (owner: object, key: string, work: () => Promise<void>) => Promise<void> {
  const runningOf = new WeakMap<object, Map<string, Promise<void>>>()
  return (owner, key, work) => {
    const running = runningOf.get(owner) ?? new Map<string, Promise<void>>()
    runningOf.set(owner, running)
    const known = running.get(key)
    if (known !== undefined) return known
    const begun = work().finally(() => running.delete(key))
    running.set(key, begun)
    return begun
  }
}
