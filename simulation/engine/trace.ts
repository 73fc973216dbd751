/**
 * The choices, step by step. Together with the final records, they must be identical to the byte in two runs of one
 * seed.
 */
export interface Trace {
  add(atMs: number, owner: string, text: string): void
  lines(): readonly string[]
}

export function createTrace(startMs: number): Trace {
  const lines: string[] = []
  return {
    add(atMs, owner, text) {
      lines.push(`${((atMs - startMs) / 1_000).toFixed(3).padStart(11)} ${owner.padEnd(8)} ${text}`)
    },
    lines: () => lines,
  }
}
