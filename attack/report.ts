import type { Course, Measurement } from './measure.ts'
import type { Latency } from './probe.ts'

const WIDTHS = [24, 19, 19, 46, 9] as const

/** The lines above those of the measurements. */
export function heading(): string {
  return [
    row(['attack', 'gateway, MB', 'PostgreSQL, MB', 'another caller, ms (longest of all)', 'printed', 'verdict']),
    row(['', 'before peak after', 'before peak after', 'before during after', 'KB', '']),
  ].join('\n')
}

/** One measurement as a line, with a line for each violated limit. */
export function line({ attack, gateway, postgres, latency, printedKb, broken }: Measurement): string {
  const { before, during, after } = latency
  const cells = [
    attack.name,
    course(gateway),
    course(postgres),
    [before, during, after].map(wait).join(' '),
    String(Math.round(printedKb)),
    broken.length === 0 ? 'holds' : 'BROKEN',
  ]
  return [row(cells), ...broken.map(problem => `    ${problem}`)].join('\n')
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join(' ')
    .trimEnd()
}

function course(memory: Course | undefined): string {
  if (memory === undefined) return 'not measured'
  return [memory.before, memory.peak, memory.after].map(value => String(Math.round(value)).padStart(5)).join(' ')
}

function wait({ medianMs, longestMs, longestInAllMs, failed }: Latency): string {
  return `${Math.round(medianMs)} (${Math.round(longestMs)} of ${Math.round(longestInAllMs)})${failed > 0 ? ` ${failed} failed` : ''}`
}
