import { useSyncExternalStore } from 'react'

/** The gateway's time minus the browser's: in the sandbox, the clock can be months ahead. */
let offsetMs = 0
let nowMs = Date.now()
const listeners = new Set<() => void>()

/** The gateway's time in milliseconds. */
export const gatewayNow = () => Date.now() + offsetMs

export function setClock(now: string): void {
  offsetMs = new Date(now).getTime() - Date.now()
  tick()
}

/** Somebody else can move the sandbox's clock: then changes come from the future. */
export function followClock(occurredAt: string): void {
  if (new Date(occurredAt).getTime() > gatewayNow() + 1_000) setClock(occurredAt)
}

function tick(): void {
  nowMs = gatewayNow()
  for (const listener of listeners) listener()
}

// One timer for all times on the page.
setInterval(tick, 15_000)

/** The gateway's time, for "2 minutes ago": changes every 15 seconds and after the clock was moved. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
