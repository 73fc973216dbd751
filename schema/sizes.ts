/** The page size of a list if neither `first` nor `last` is given. */
export const PAGE_SIZE = 20
/** The maximum of a list's page, and of nodes(ids:). */
export const LARGEST_PAGE = 100
/** The maximum of entries of a list, and of fields of an object, in an argument or a variable. */
export const MOST_ENTRIES = 100
/** For the description of a list in an input. */
export const atMostEntries = `at most ${MOST_ENTRIES}`
