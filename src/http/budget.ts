/** What one caller makes this process hold, as part of a budget. */
export interface Share {
  /** Says how many bytes it is now. The holders of the oldest shares are cut off until the total fits again. */
  set(bytes: number): void
  /** Gives the share back. */
  end(): void
}

export interface Budget {
  /** @param cut Ends what holds the memory; called at most once, and never for the share that has just grown. */
  share(cut: () => void): Share
}

/**
 * Bounds the memory of all callers together: a limit for each of them is no limit where there are thousands. Past it, the
 * holder of the oldest share is cut off: a caller who keeps pace has given its share back long before.
 */
export function createBudget(limitBytes: number): Budget {
  const shares = new Map<Share, { bytes: number; readonly cut: () => void }>()
  let total = 0
  const end = (share: Share) => {
    total -= shares.get(share)?.bytes ?? 0
    shares.delete(share)
  }
  return {
    share(cut) {
      const own: Share = {
        set(bytes) {
          const held = shares.get(own)
          if (held === undefined) return
          total += bytes - held.bytes
          held.bytes = bytes
          for (const [oldest, holder] of shares) {
            if (total <= limitBytes) return
            if (oldest === own || holder.bytes === 0) continue
            end(oldest)
            holder.cut()
          }
        },
        end: () => end(own),
      }
      shares.set(own, { bytes: 0, cut })
      return own
    },
  }
}
