import { kindOfId, newId } from '../../base/id.ts'
import { firstCharacters } from '../../base/text/characters.ts'
import type { AuditActorKind } from '../../domain/enums.ts'
import type { AuditEntryRow } from '../../store/tables.ts'
import type { Caller } from '../command/caller.ts'

const REASON_MAX = 1_000

/** How an action ended. */
export type AuditEnd = Pick<AuditEntryRow, 'outcome' | 'code'>
/** An entry before its action has ended. */
export type OpenEntry = Omit<AuditEntryRow, keyof AuditEnd>

export interface Action {
  readonly action: string
  readonly objectId: string | null
  readonly reason: string | null
  readonly requestId: string
}

/** What a caller does, when and from where. */
export function entryOf(caller: Caller, action: Action, at: Date): OpenEntry {
  const { tenant, actor, address = null } = caller
  return {
    id: newId('auditEntry', at),
    merchantId: tenant.merchantId,
    mode: tenant.mode,
    at,
    actorKind: actorKindOf(caller),
    actorId: actor,
    address,
    ...action,
  }
}

function actorKindOf({ grant, session }: Caller): AuditActorKind {
  if (grant) return 'CLIENT_TOKEN'
  return session ? 'CONSOLE' : 'KEY'
}

/**
 * The id of the object that a mutation is about: the one that the input names for this mutation (`chargeCapture` names
 * a charge); otherwise the object that the mutation created; otherwise any object that the input names (a refused
 * `chargeCreate` names an agreement). Only ids are returned, because other text of a caller could be personal data.
 */
export function objectOf(mutation: string, input: object, made: string | null): string | null {
  const named = Object.entries(input).filter(([name, value]) => name.endsWith('Id') && isId(value))
  const own = named.find(([name]) => mutation.startsWith(name.slice(0, -'Id'.length)))
  return own?.[1] ?? made ?? named[0]?.[1] ?? null
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && kindOfId(value) !== undefined
}

/** The id of the payload's object that has the name of the mutation: for `chargeCreate`, its `charge`. */
export function madeIn(mutation: string, payload: object): string | null {
  for (const [name, value] of Object.entries(payload))
    if (mutation.startsWith(name) && typeof value === 'object' && value !== null && 'id' in value && isId(value.id))
      return value.id
  return null
}

/**
 * The reason in the caller's own words; null if the mutation takes no reason. NUL is removed, because PostgreSQL does
 * not store it.
 */
export function reasonIn(input: { readonly reason?: unknown; readonly note?: unknown }): string | null {
  const given = input.reason ?? input.note
  if (typeof given !== 'string') return null
  const reason = firstCharacters(given.replaceAll('\0', '').trim(), REASON_MAX).toWellFormed()
  return reason === '' ? null : reason
}
