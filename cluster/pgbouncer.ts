import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { reservePort } from '../test/support/programs/ports.ts'
import type { PostgresCluster } from './cluster.ts'
import { startProcess } from './processes.ts'
import { own } from './workplace.ts'

/** PgBouncer before the proxy: the same database with few connections to the server. */
export async function startPooler(
  { workplace: { programs, account, folder: parent }, url }: Pick<PostgresCluster, 'workplace' | 'url'>,
  mode: 'session' | 'transaction',
): Promise<{ readonly url: string }> {
  const folder = path.join(parent, 'pgbouncer')
  await mkdir(folder)
  const { username, password, port: target, pathname } = new URL(url)
  const port = await reservePort()
  const [users, file] = [path.join(folder, 'users.txt'), path.join(folder, 'pgbouncer.ini')]
  await writeFile(users, `"${username}" "${password}"\n`, { mode: 0o600 })
  await writeFile(
    file,
    [
      '[databases]',
      `* = host=127.0.0.1 port=${target}`,
      '[pgbouncer]',
      `listen_addr = 127.0.0.1`,
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = plain',
      `auth_file = ${users}`,
      `pool_mode = ${mode}`,
      'max_client_conn = 500',
      'default_pool_size = 60',
      'server_check_delay = 1',
      '',
    ].join('\n'),
  )
  await own(account, folder, users, file)
  startProcess({
    file: programs.pgbouncer,
    words: [file],
    folder,
    account,
    logFile: path.join(folder, 'pgbouncer.log'),
  })
  return { url: `postgresql://${username}:${password}@127.0.0.1:${port}${pathname}` }
}
