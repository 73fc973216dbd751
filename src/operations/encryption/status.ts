import { type MasterKeys, versionOfWrapped } from '../../base/encryption/keys.ts'
import { type EncryptedColumn, encryptedColumns } from '../../base/encryption/values.ts'
import { countDataKeys } from '../../store/consumer/data-keys.ts'
import { countEmailHashes } from '../../store/encryption/email-hashes.ts'
import { readValues } from '../../store/encryption/values.ts'
import { findInstallation } from '../../store/merchant/installation.ts'
import type { Sql } from '../../store/sql/database.ts'

export const columns = Object.keys(encryptedColumns) as readonly EncryptedColumn[]
/** Values that one statement reads. */
export const PAGE = 500

/** The data that depends on one master key. */
export interface VersionCount {
  readonly version: string
  readonly state: 'current' | 'previous' | 'not configured'
  readonly installationKeys: number
  readonly dataKeys: number
  readonly emailHashes: number
}

export interface EncryptionStatus {
  /** The configured master keys, and all others that the database names. */
  readonly versions: readonly VersionCount[]
  /** E-mail hashes that do not name their master key. */
  readonly formerHashes: number
  /** Values by column that are not encrypted as new values are. */
  readonly stale: readonly {
    readonly column: EncryptedColumn
    readonly format1: number
    readonly underSystemKey: number
  }[]
}

/** How much data is under which master key. Reads every row with an encrypted value once, page by page. */
export async function encryptionStatus(sql: Sql, masters: MasterKeys): Promise<EncryptionStatus> {
  const { systemKey, fingerprintKey } = await findInstallation(sql)
  const installation = [systemKey, fingerprintKey].flatMap(key => (key === null ? [] : [versionOfWrapped(key)]))
  const dataKeys = await countDataKeys(sql)
  const hashes = await countEmailHashes(sql)
  const configured = masters.all.map(({ version }) => version)
  const found = [...installation, ...dataKeys.keys(), ...[...hashes.keys()].filter(version => version !== null)]
  const stale = []
  for (const column of columns) stale.push(await staleIn(sql, column))
  return {
    versions: [...new Set([...configured, ...found])].map(version => ({
      version,
      state:
        version === masters.current.version ? 'current' : configured.includes(version) ? 'previous' : 'not configured',
      installationKeys: installation.filter(one => one === version).length,
      dataKeys: dataKeys.get(version) ?? 0,
      emailHashes: hashes.get(version) ?? 0,
    })),
    formerHashes: hashes.get(null) ?? 0,
    stale,
  }
}

/** The number of items that need a key other than the current one. It is 0 once a rotation is complete. */
export function leftToRotate({ versions, formerHashes, stale }: EncryptionStatus): number {
  const former = versions
    .filter(({ state }) => state !== 'current')
    .reduce((sum, { installationKeys, dataKeys, emailHashes }) => sum + installationKeys + dataKeys + emailHashes, 0)
  return former + formerHashes + stale.reduce((sum, { format1, underSystemKey }) => sum + format1 + underSystemKey, 0)
}

async function staleIn(sql: Sql, column: EncryptedColumn) {
  let [format1, underSystemKey] = [0, 0]
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await readValues(sql, column, after, PAGE)
    format1 += page.format1
    underSystemKey += page.underSystemKey
    after = page.last
  }
  return { column, format1, underSystemKey }
}
