/**
 * A list field's `extensions`: the number of entries that the cost of an operation assumes, about that of a busy
 * object. Every list whose size is not limited by an argument needs it. A list in a page is counted with the page.
 */
export function listOf(assumedSize: number): { readonly assumedSize: number } {
  return { assumedSize }
}
