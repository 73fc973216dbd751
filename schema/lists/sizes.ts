/** The page size of a list if neither `first` nor `last` is given. */
export const PAGE_SIZE = 20
/** The maximum of a list's page, and of nodes(ids:). */
export const LARGEST_PAGE = 100
/** The maximum of entries of a list, and of fields of an object, in an argument or a variable. */
export const MOST_ENTRIES = 100
/** For the description of a list in an input. */
export const atMostEntries = `at most ${MOST_ENTRIES}`

/**
 * A list field's `extensions`: the number of entries that the cost of an operation assumes, about that of a busy
 * object. Every list whose size is not limited by an argument needs it. A list in a page is counted with the page.
 */
export function listOf(assumedSize: number): { readonly assumedSize: number } {
  return { assumedSize }
}

/**
 * The `extensions` of a JSON field: how many values the cost of an operation counts for it, about one for each 900
 * bytes of its largest value. Every field of the type JSON needs it.
 */
export function jsonOf(assumedValues: number): { readonly assumedValues: number } {
  return { assumedValues }
}

/** For a metadata field: 50 keys of 100 characters with 1,024 characters each. */
export const metadataSize = jsonOf(250)
