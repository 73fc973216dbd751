import { readFileSync } from 'node:fs'

/** For PostgreSQL's connections, those to providers, files, and child processes. */
const KEPT_DESCRIPTORS = 256
/** Beyond this many, memory runs out before descriptors do. */
const MOST_CONNECTIONS = 20_000
/** Where the system does not tell. */
const USUAL_DESCRIPTORS = 4_096

/**
 * How many connections callers may have open: as many as this process has descriptors for, with some kept for itself.
 */
export function connectionLimit(descriptors = descriptorLimit()): number {
  // With very few descriptors, half of them.
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
