/**
 * A list field's `extensions`: how many entries it is taken to hold when the cost of an operation is counted, about as
 * many as a busy object has. Every list needs it whose size no argument tells; a list of a page is counted by the page.
 */
export function listOf(assumedSize: number): { readonly assumedSize: number } {
  return { assumedSize }
}
