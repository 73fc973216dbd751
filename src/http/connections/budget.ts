/** The memory that one caller holds, counted against a budget. */
interface Share {
  /** Sets the number of bytes held now. If the total is too large, the oldest holders are cut off until it fits. */
  set(bytes: number): void
  /** Returns the share. */
  end(): void
}

export interface Budget {
  /** @param cut Ends what holds the memory. Called at most once, and never for the share that has just grown. */
  share(cut: () => void): Share
}

/**
 * Limits the memory of all callers together, because a limit per caller does not help against thousands of callers.
 * Beyond it, the oldest holder is cut off: a caller that keeps pace has returned its bytes long before. No library for
 * this is known.
 */
export function createBudget(limitBytes: number): Budget {
  /** Shares of more than 0 bytes, in the order in which they began to hold them. */
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
