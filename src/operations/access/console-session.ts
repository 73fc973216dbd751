import { randomBytes } from 'node:crypto'
import { newId } from '../../base/id.ts'
import { endConsoleSession, insertConsoleSession } from '../../store/access/console-sessions.ts'
import { recordAudit } from '../../store/audit/repository.ts'
import type { Sql } from '../../store/sql/database.ts'
import { entryOf } from '../audit/entry.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { hashKey } from './secret-hash.ts'

const PREFIX = 'cs_'
const SECRET_BYTES = 32
const FORM = /^cs_[\w-]{43}$/
/** A working day. */
export const SESSION_SECONDS = 12 * 3_600

type SessionDeps = Pick<Deps, 'database' | 'clock' | 'realTime'>

export function looksLikeSession(credential: string): boolean {
  return FORM.test(credential)
}

/**
 * Signs a person in with a key: makes the credential for their browser's cookie, which says nothing of the key. It ends with the
 * key. @param caller Of a secret key.
 */
export async function openSession(
  deps: SessionDeps,
  caller: Caller,
  requestId: string,
): Promise<{ readonly credential: string; readonly expiresInSeconds: number }> {
  const createdAt = new Date(deps.realTime.nowMs())
  const credential = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`
  const id = newId('consoleSession', createdAt)
  const expiresAt = new Date(createdAt.getTime() + SESSION_SECONDS * 1_000)
  const row = { id, ...caller.tenant, apiKeyId: caller.actor, hash: hashKey(credential), createdAt, expiresAt }
  await deps.database.transaction(async sql => {
    await insertConsoleSession(sql, { ...row, endedAt: null })
    await record(sql, deps, { ...caller, session: { id } }, 'console:signIn', requestId)
  })
  return { credential, expiresInSeconds: SESSION_SECONDS }
}

/** Signs the person out: the credential is refused within a second, on open connections too. */
export async function endSession(deps: SessionDeps, caller: Caller, requestId: string): Promise<void> {
  const { session } = caller
  if (session === undefined) return
  await deps.database.transaction(async sql => {
    await endConsoleSession(sql, session.id, new Date(deps.realTime.nowMs()))
    await record(sql, deps, caller, 'console:signOut', requestId)
  })
}

function record(sql: Sql, { clock }: SessionDeps, caller: Caller, action: string, requestId: string): Promise<void> {
  const entry = entryOf(caller, { action, objectId: null, reason: null, requestId }, clock.now())
  return recordAudit(sql, [{ ...entry, outcome: 'DONE', code: null }])
}
