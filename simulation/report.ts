import type { SeedReport } from './seed-worker.ts'

const LAST_LINES = 40

/** The output of a failing seed: how to repeat it, the violation, and the last steps. */
export function describeFailure({ seed, violations, trace, digest }: SeedReport): string {
  const wrong = violations.map(violation => `  ${violation.replaceAll('\n', '\n  ')}`)
  return [
    `seed ${seed} fails (trace and records ${digest}); see all of it: npm run simulate -- --seed ${seed}`,
    ...wrong,
    `  the last ${Math.min(LAST_LINES, trace.length)} of ${trace.length} steps:`,
    ...trace.slice(-LAST_LINES).map(line => `    ${line}`),
  ].join('\n')
}

/** Counts the runs. */
export function createTally() {
  const startMs = performance.now()
  const total = { seeds: 0, steps: 0, simulatedMs: 0, failed: [] as number[] }
  return {
    add({ seed, steps, simulatedMs, violations }: SeedReport): void {
      total.seeds += 1
      total.steps += steps
      total.simulatedMs += simulatedMs
      if (violations.length > 0) total.failed.push(seed)
    },
    get failed(): readonly number[] {
      return total.failed
    },
    summary(): string {
      const wallSeconds = (performance.now() - startMs) / 1_000
      const { seeds, steps, simulatedMs, failed } = total
      const days = simulatedMs / 86_400_000
      return [
        `${seeds} seeds, ${failed.length} of them fail${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`,
        `${steps} steps of I/O in ${wallSeconds.toFixed(1)} s: ${(seeds / wallSeconds).toFixed(1)} seeds/s`,
        `${days.toFixed(0)} simulated days: ${Math.round(simulatedMs / 1_000 / wallSeconds)} times as fast as real time`,
      ].join('\n')
    },
  }
}
