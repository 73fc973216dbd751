import { stat } from 'node:fs/promises'
import type { ConfigProblem } from './config.ts'
import { type ConfigResult, readConfig } from './read.ts'

/**
 * True if others can read or write. Permission to pass through the folder is allowed, because an embedded PostgreSQL
 * runs as another user.
 */
const OTHERS_READ_OR_WRITE = 0o006

/**
 * Reads the configuration and what it refers to on this machine. @returns The configuration, or every problem at once.
 */
export async function checkStart(environment: Readonly<Record<string, string | undefined>>): Promise<ConfigResult> {
  const result = readConfig(environment)
  const problems = [...(result.ok ? [] : result.problems), ...(await dataDirProblems(environment))]
  return problems.length === 0 ? result : { ok: false, problems }
}

/** In production, DATA_DIR belongs to one user: it can hold a database, keys and the encryption key. */
async function dataDirProblems({
  NODE_ENV,
  DATA_DIR,
}: Readonly<Record<string, string | undefined>>): Promise<ConfigProblem[]> {
  if (NODE_ENV !== 'production') return []
  const folder = await stat(DATA_DIR || '.data').catch(() => undefined)
  if (folder === undefined || (folder.mode & OTHERS_READ_OR_WRITE) === 0) return []
  return [
    {
      name: 'DATA_DIR',
      message: 'must not be readable or writable by other users in production: run "chmod -R o-rw" on it',
    },
  ]
}
