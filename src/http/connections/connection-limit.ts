import { readFileSync } from 'node:fs'

/** For connections to PostgreSQL and providers, files, and child processes. */
const KEPT_DESCRIPTORS = 256
/** With more connections, memory runs out before descriptors do. */
const MOST_CONNECTIONS = 20_000
/** Used if the system does not report its limit. */
const USUAL_DESCRIPTORS = 4_096

/** How many connections callers can open: the process's file descriptors, minus some for the process itself. */
export function connectionLimit(descriptors = descriptorLimit()): number {
  // If there are very few descriptors, half of them.
  const left = Math.max(descriptors - KEPT_DESCRIPTORS, Math.floor(descriptors / 2))
  return Math.min(left, MOST_CONNECTIONS)
}

function descriptorLimit(): number {
  try {
    const soft = /^Max open files +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    if (soft === 'unlimited') return Number.POSITIVE_INFINITY
    return soft === undefined ? USUAL_DESCRIPTORS : Number(soft)
  } catch {
    return USUAL_DESCRIPTORS // no Linux
  }
}
