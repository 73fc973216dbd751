import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../src/base/log/log.ts'
import { createLeader, type Leader } from '../../src/workers/leader.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { until } from '../support/until.ts'

const program = fileURLToPath(new URL('support/candidate-process.ts', import.meta.url))
const log = createLog({ level: 'silent', program: 'test' })

let database: TestDatabase
const children: ChildProcess[] = []
const leaders: Leader[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(leaders.splice(0).map(leader => leader.stop()))
  await until('no session of a leader', async () => (await sessions()).length === 0)
})
afterAll(() => database.drop())

/** The sessions of candidates, and which of them hold a lock. */
async function sessions(): Promise<{ pid: number; leads: boolean }[]> {
  const { rows } = await database.pool.query(
    `SELECT pid, EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted) AS leads
     FROM pg_stat_activity a WHERE datname = current_database() AND application_name = 'perennial-leader' ORDER BY pid`,
  )
  return rows
}

/** A process of its own that tries to lead; `duties` is how often its duty has run. */
function candidateProcess() {
  const child = fork(program, { env: { PATH: process.env['PATH'], DATABASE_URL: database.url } })
  children.push(child)
  const state = { child, duties: 0 }
  child.on('message', () => {
    state.duties += 1
  })
  return state
}

function candidate(duty: () => void): Leader {
  const take = async () => {
    duty()
    return 0
  }
  const leader = createLeader({ url: database.url, log, duties: [{ name: 'count', pauseMs: 10, take }] })
  leaders.push(leader)
  leader.start()
  return leader
}

test('of two processes one runs the duties; when it is killed, the other one does', async () => {
  const all = [candidateProcess(), candidateProcess()]
  await until('both to stand', async () => (await sessions()).length === 2)
  await until('one to lead', () => all.some(({ duties }) => duties > 2))
  const [first, second] = all[0]?.duties ? all : all.toReversed()
  if (first === undefined || second === undefined) throw new Error('two processes were started')
  expect((await sessions()).filter(({ leads }) => leads)).toHaveLength(1)
  expect(second.duties).toBe(0)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  await until('the other to lead', () => second.duties > 2)
  second.child.kill('SIGTERM')
  expect(await once(second.child, 'exit')).toEqual([0, null])
})

test('a leader whose session ends stops its duties before it stands again', async () => {
  let runs = 0
  const leader = candidate(() => {
    runs += 1
  })
  await until('it to lead', () => leader.leads && runs > 0)
  const holder = await database.pool.connect()
  try {
    // Waits for the lock before the leader's session ends, so that it gets it then.
    const locked = holder.query('SELECT pg_advisory_lock(70736938, 1)')
    await until('it to wait for the lock', async () => {
      const { rowCount } = await database.pool.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 70736938 AND NOT granted`,
      )
      return rowCount === 1
    })
    await database.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'perennial-leader'`)
    await locked
    await until('it to know', () => !leader.leads)
    const before = runs
    await until('it to stand again', async () => (await sessions()).length === 1)
    expect([leader.leads, runs]).toEqual([false, before])
  } finally {
    holder.release(true)
  }
  await until('it to lead again', () => leader.leads)
})
