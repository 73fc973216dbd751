interface Coalesced {
  soon(): void
  cancel(): void
}

/** At most one `send` at a time and per gap; a call during a send causes another one. A failure is ignored. */
export function coalesce(gapMs: number, send: () => Promise<void>): Coalesced {
  let timer: NodeJS.Timeout | undefined
  let sending = false
  let requested = false
  let canceled = false
  let earliestAt = 0
  const fire = async () => {
    timer = undefined
    requested = false
    sending = true
    earliestAt = performance.now() + gapMs
    await send().catch(() => {})
    sending = false
    if (requested) soon()
  }
  const soon = () => {
    requested = true
    if (timer === undefined && !sending && !canceled)
      timer = setTimeout(() => void fire(), Math.max(0, earliestAt - performance.now()))
  }
  const cancel = () => {
    canceled = true
    clearTimeout(timer)
  }
  return { soon, cancel }
}
