import type { ProviderCode, Tenant } from '../../domain/enums.ts'
import type { ProviderNotification, WebhookReading } from '../../providers/port/provider.ts'
import { findSubject } from '../../store/webhook/match.ts'
import type { Deps } from '../command/deps.ts'

/** The name that a webhook's path has for the account from the environment's variables. */
const SHARED = 'default'

/** A notification as one account reads it. */
export interface ReadByAccount {
  readonly providerAccountId: string | null
  readonly reading: WebhookReading
}

/**
 * Reads a notification for the account that its path names, or else for each account that its body may belong to, each
 * with its own secret. Several accounts can accept it (two merchants, or a merchant and the environment, share an
 * account at the provider). Then it belongs to the account that has its object. Undefined if no account can read it.
 */
export async function readByAccount(
  deps: Deps,
  code: ProviderCode,
  notification: ProviderNotification,
  named: string | undefined,
): Promise<ReadByAccount | undefined> {
  const read = idsOf(deps, code, notification, named).flatMap((providerAccountId): ReadByAccount[] => {
    const provider = deps.providers.find(code, providerAccountId)
    return provider === undefined ? [] : [{ providerAccountId, reading: provider.receive(notification) }]
  })
  const accepted = read.filter(({ reading }) => reading.verdict === 'accepted')
  if (accepted.length > 1) return (await withObject(deps, code, accepted)) ?? accepted[0]
  return accepted[0] ?? read.find(({ reading }) => reading.verdict !== 'forged') ?? read[0]
}

function idsOf(
  { providers }: Deps,
  code: ProviderCode,
  { rawBody }: ProviderNotification,
  named: string | undefined,
): readonly (string | null)[] {
  if (named === undefined) return providers.named(code, rawBody)
  return [named === SHARED ? null : named]
}

async function withObject(
  { database }: Deps,
  provider: ProviderCode,
  accepted: readonly ReadByAccount[],
): Promise<ReadByAccount | undefined> {
  for (const one of accepted) {
    const { providerAccountId, reading } = one
    if (reading.verdict !== 'accepted') continue
    const found = await findSubject(database, { provider, providerAccountId }, reading.notice.subject)
    if (found !== undefined) return one
  }
  return undefined
}

/** The merchant who owns the account. It sees notifications that match no object yet. */
export function ownerOf({ providers, settings }: Deps, code: ProviderCode, id: string | null): Tenant | undefined {
  return id === null ? settings.accountOwner(code) : providers.own(id)?.tenant
}
