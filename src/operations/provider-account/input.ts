import { LONGEST_OVERLAP_SECONDS } from '../../domain/access/api-key.ts'
import type { Mode } from '../../domain/enums.ts'
import { issueList } from '../../domain/input/issues.ts'
import type { InputIssue } from '../../domain/input/user-error.ts'
import type { ProviderConfig, ShaType } from '../../providers/port/account.ts'
import type { Settings } from '../command/deps.ts'

export interface ProviderAccountSetInput {
  readonly ppro?: PproCredentials | null | undefined
  readonly aps?: ApsCredentials | null | undefined
  /** How long webhooks with the former secrets are still accepted. */
  readonly overlapSeconds?: number | null | undefined
}

interface PproCredentials {
  readonly merchantId: string
  readonly apiKey: string
  readonly webhookSecret: string
}

interface ApsCredentials {
  readonly merchantIdentifier: string
  readonly accessCode: string
  readonly shaRequestPhrase: string
  readonly shaResponsePhrase: string
  readonly shaType?: ShaType | null | undefined
}

const CREDENTIAL_MAX = 512
/** Sent in headers and in messages. */
const PRINTABLE = /^[\x21-\x7e]+$/

/** Issues that are found in the arguments alone. Messages never contain a value. */
export function accountIssues({ ppro, aps, overlapSeconds }: ProviderAccountSetInput): readonly InputIssue[] {
  const issues = issueList()
  if ((ppro == null) === (aps == null)) issues.add([], 'REQUIRED', 'Must have either ppro or aps.')
  const check = (path: readonly string[], value: string, form?: RegExp) => {
    if (!issues.text(path, value, { max: CREDENTIAL_MAX })) return
    if (form && !form.test(value)) issues.add(path, 'FORMAT', 'Must be printable ASCII characters without spaces.')
  }
  if (ppro) {
    check(['ppro', 'merchantId'], ppro.merchantId, PRINTABLE)
    check(['ppro', 'apiKey'], ppro.apiKey, PRINTABLE)
    check(['ppro', 'webhookSecret'], ppro.webhookSecret)
  }
  if (aps) {
    check(['aps', 'merchantIdentifier'], aps.merchantIdentifier, PRINTABLE)
    check(['aps', 'accessCode'], aps.accessCode, PRINTABLE)
    check(['aps', 'shaRequestPhrase'], aps.shaRequestPhrase)
    check(['aps', 'shaResponsePhrase'], aps.shaResponsePhrase)
  }
  issues.range(['overlapSeconds'], overlapSeconds, { min: 0, max: LONGEST_OVERLAP_SECONDS })
  return issues.found
}

/** The credentials with the addresses of their mode. Undefined if this gateway allows no accounts of this mode. */
export function configOf(
  { ppro, aps }: ProviderAccountSetInput,
  mode: Mode,
  addressesOf: Settings['accountAddresses'],
): ProviderConfig | undefined {
  const addresses = addressesOf(mode)
  if (addresses === undefined) return undefined
  if (ppro) {
    const { merchantId, apiKey, webhookSecret } = ppro
    return { provider: 'PPRO', ...addresses.ppro, mode, merchantId, apiKey, webhookSecret }
  }
  if (!aps) return undefined
  const { merchantIdentifier, accessCode, shaRequestPhrase, shaResponsePhrase } = aps
  const shaType = aps.shaType ?? 'SHA-256'
  const phrases = { shaRequestPhrase, shaResponsePhrase, shaType }
  return { provider: 'APS', ...addresses.aps, mode, merchantIdentifier, accessCode, ...phrases }
}

export function nameOf(config: ProviderConfig): string {
  return config.provider === 'PPRO' ? config.merchantId : config.merchantIdentifier
}
