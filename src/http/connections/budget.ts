/** What one caller makes this process hold, as part of a budget. */
interface Share {
  /** Says how many bytes it is now. Those who have held some for longest are cut off until the total fits again. */
  set(bytes: number): void
  /** Gives the share back. */
  end(): void
}

export interface Budget {
  /** @param cut Ends what holds the memory; called at most once, and never for the share that has just grown. */
  share(cut: () => void): Share
}

/**
 * Bounds the memory of all callers together: a limit for each of them is no limit where there are thousands. Past it,
 * who has held some for longest is cut off: a caller who keeps pace has given its bytes back long before.
 */
export function createBudget(limitBytes: number): Budget {
  /** Those of some bytes, in the order in which they began to hold them. */
  const holders = new Map<Share, { bytes: number; readonly cut: () => void }>()
  let total = 0
  return {
    share(cut) {
      let ended = false
      const hold = (bytes: number) => {
        const held = holders.get(own)
        total += bytes - (held?.bytes ?? 0)
        if (bytes === 0) holders.delete(own)
        else if (held) held.bytes = bytes
        else holders.set(own, { bytes, cut })
      }
      const own: Share = {
        set(bytes) {
          if (ended) return
          hold(bytes)
          for (const [oldest, holder] of holders) {
            if (total <= limitBytes) return
            if (oldest === own) continue
            oldest.end()
            holder.cut()
          }
        },
        end() {
          hold(0)
          ended = true
        },
      }
      return own
    },
  }
}
