/** Of a list's page where neither `first` nor `last` says it. */
export const PAGE_SIZE = 20
/** Of a list's page, and of nodes(ids:). */
export const LARGEST_PAGE = 100
/** Entries of a list, and fields of an object, in an argument or a variable. */
export const MOST_ENTRIES = 100
/** For the description of a list in an input. */
export const atMostEntries = `at most ${MOST_ENTRIES}`
