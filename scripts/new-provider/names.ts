/** The names of a new provider, in each place. */
export interface ProviderNames {
  /** Folder and file names: acme. */
  readonly folder: string
  /** Its code, as in the database and in the graph: ACME. */
  readonly code: string
  /** In the names of types and functions: Acme. */
  readonly type: string
}

/** Folders of test/providers that belong to no provider. */
const RESERVED: ReadonlySet<string> = new Set(['conformance', 'support'])

/** Undefined for an invalid name: a name has 2 to 12 lower-case letters and digits, and begins with a letter. */
export function providerNames(name: string): ProviderNames | undefined {
  if (!/^[a-z][a-z0-9]{1,11}$/.test(name) || RESERVED.has(name)) return undefined
  return { folder: name, code: name.toUpperCase(), type: `${name.charAt(0).toUpperCase()}${name.slice(1)}` }
}
