type Table = {
  readonly columns: readonly string[]
  /** Cells of HTML that is already escaped. */
  readonly rows: ReadonlyArray<readonly string[]>
  /** The positions of the columns with numbers or amounts. */
  readonly numbers?: readonly number[]
  /** For screen readers; by default the names of the columns. */
  readonly label?: string
}

/** A table that scrolls sideways where it does not fit; by keyboard too, so it has a tab stop. */
export function table({ columns, rows, numbers = [], label = columns.join(', ') }: Table): string {
  const classOf = (index: number) => (numbers.includes(index) ? ' class="number"' : '')
  const head = columns.map((column, index) => `<th scope="col"${classOf(index)}>${column}</th>`)
  const body = rows.map(row => `<tr>${row.map((cell, index) => `<td${classOf(index)}>${cell}</td>`).join('')}</tr>`)
  return `<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table>
    <thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}
