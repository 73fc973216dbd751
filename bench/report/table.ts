import type { Comparison } from '../support/rounds.ts'

export type Row = readonly [what: string, measured: string, target: string, verdict: string, more: string]

/** Rows as a table of Markdown. */
export function table(rows: readonly Row[]): string[] {
  const all: Row[] = [['', 'measured', 'target', '', 'more'], ...rows]
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(3, ...all.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head, ...body] = all.map(line)
  return [head ?? '', `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...body]
}

export function ratioRow(
  what: string,
  { ours, theirs, ratio }: Comparison,
  target: number | undefined,
  more = '',
): Row {
  return [
    what,
    spread(ratio),
    target === undefined ? '' : `≥ ${target.toFixed(1)}`,
    target === undefined ? '' : verdict(ratio.median >= target),
    `${ours.toFixed(0)} and ${theirs.toFixed(0)} a second${more}`,
  ]
}

export function spread({
  median: middle,
  least,
  most,
}: Pick<Comparison['ratio'], 'median' | 'least' | 'most'>): string {
  return `${middle.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`
}

export function verdict(met: boolean): string {
  return met ? 'met' : 'MISSED'
}

export function megabytes(value: number | undefined): string {
  return value === undefined ? 'not measured on this platform' : `${value.toFixed(0)} MB`
}
