import type { Vault } from '../../base/encryption.ts'
import { newId } from '../../base/id.ts'
import { OVERLAP_SECONDS } from '../../domain/access/api-key.ts'
import { invalidInput, type Result, succeed } from '../../domain/input/user-error.ts'
import type { ProviderConfig } from '../../providers/port/account.ts'
import { accountLock, accountsOf, putAccount } from '../../store/provider-account/repository.ts'
import type { Transaction } from '../../store/sql/database.ts'
import type { ProviderAccountRow } from '../../store/tables.ts'
import { changeRecorded } from '../audit/change.ts'
import { invalidState, providerUnavailable } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { encryptCredentials, openCredentials, overlapEnd, withFormer } from './credentials.ts'
import { accountIssues, configOf, nameOf, type ProviderAccountSetInput } from './input.ts'

/** The result of trying the credentials: ACCEPTED by the provider, UNKNOWN if the response did not say, or NOT_TRIED. */
export type TrialOutcome = 'ACCEPTED' | 'UNKNOWN' | 'NOT_TRIED'

export interface ProviderAccountSet {
  readonly providerAccount: ProviderAccountRow
  readonly trial: TrialOutcome
}

type Needed = Pick<Deps, 'database' | 'clock' | 'realTime' | 'vault' | 'providers'> & {
  readonly settings: Pick<Deps['settings'], 'providerDeadlineMs' | 'accountAddresses'>
}

/**
 * Stores credentials as the merchant's ACTIVE account at a provider, after the provider has accepted them. If an
 * account with the same name exists, it gets the new credentials and keeps its id, so that requests in progress are not
 * affected. If the active account has another name, it is replaced; existing agreements and charges stay on it.
 *
 * @param untried True: an operator saves them without trying them.
 */
export async function providerAccountSet(
  deps: Needed,
  caller: Pick<Caller, 'tenant' | 'mutation'>,
  input: ProviderAccountSetInput,
  { untried = false } = {},
): Promise<Result<ProviderAccountSet, 'INVALID_INPUT' | 'INVALID_STATE' | 'PROVIDER_UNAVAILABLE'>> {
  const { tenant } = caller
  const issues = accountIssues(input)
  if (issues.length > 0) return invalidInput(issues)
  const config = configOf(input, tenant.mode, deps.settings.accountAddresses)
  if (config === undefined)
    return invalidState(
      'SANDBOX',
      'This gateway runs in sandbox mode, where no live accounts can be used. Use a test key.',
    )
  const trial = untried ? ('NOT_TRIED' as const) : await tried(deps, config)
  if (typeof trial !== 'string') return trial
  const overlapMs = (input.overlapSeconds ?? OVERLAP_SECONDS) * 1000
  const providerAccount = await changeRecorded(deps.database, caller, {
    locks: [accountLock(tenant, config.provider)],
    change: sql => save(deps, sql, { tenant, config, overlapMs }),
    changed: ({ id }) => id,
  })
  await deps.providers.refresh()
  return succeed({ providerAccount, trial })
}

async function tried({ providers, settings }: Needed, config: ProviderConfig) {
  const trial = await providers.tryCredentials(config, { deadlineMs: settings.providerDeadlineMs })
  switch (trial.verdict) {
    case 'accepted':
      return 'ACCEPTED' as const
    case 'unknown':
      return 'UNKNOWN' as const
    case 'unavailable':
      return providerUnavailable(
        `The credentials could not be tried, because the provider does not answer (${trial.reason}). Nothing was saved. ` +
          'Send the request again later.',
      )
    case 'refused':
      return invalidInput([
        {
          path: [config.provider === 'PPRO' ? 'ppro' : 'aps'],
          code: 'UNSUPPORTED',
          message: `The provider must accept the credentials, but ${trial.reason}. Nothing was saved. Check the credentials.`,
        },
      ])
  }
}

interface Saving {
  readonly tenant: Caller['tenant']
  readonly config: ProviderConfig
  readonly overlapMs: number
}

async function save(
  { clock, realTime, vault }: Needed,
  sql: Transaction,
  { tenant, config, overlapMs }: Saving,
): Promise<ProviderAccountRow> {
  const now = clock.now()
  const name = nameOf(config)
  const { provider } = config
  const before = (await accountsOf(sql, tenant)).find(row => row.provider === provider && row.name === name)
  const nowMs = realTime.nowMs()
  const former = before && readableCredentials(vault, before)
  const whole = former ? withFormer(config, former, Math.ceil(nowMs + overlapMs), nowMs) : config
  const id = before?.id ?? newId('providerAccount', now)
  const account = {
    ...{ id, ...tenant, provider, name },
    accessCodeLast4: config.provider === 'APS' ? config.accessCode.slice(-4) : null,
    encryptedCredentials: encryptCredentials(vault, id, whole),
    overlapUntil: overlapEnd(whole),
  }
  return putAccount(sql, account, now)
}

/** Undefined if they cannot be decrypted: new ones are how such an account is mended. */
function readableCredentials(vault: Vault, row: ProviderAccountRow): ProviderConfig | undefined {
  try {
    return openCredentials(vault, row)
  } catch {
    return undefined
  }
}
