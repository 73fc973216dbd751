import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import path from 'node:path'

/** The programs of the cluster, by their absolute paths. */
export interface Programs {
  readonly etcd: string
  readonly patroni: string
  readonly haproxy: string
  readonly pgbouncer: string
  /** The folder with PostgreSQL's server programs. */
  readonly postgresBin: string
}

/** Debian 12's packages, and where each has its program. */
const packages = {
  etcd: { package: 'etcd-server', files: ['/usr/bin/etcd'] },
  patroni: { package: 'patroni python3-etcd', files: ['/usr/bin/patroni'] },
  haproxy: { package: 'haproxy', files: ['/usr/sbin/haproxy', '/usr/bin/haproxy'] },
  pgbouncer: { package: 'pgbouncer', files: ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'] },
  postgres: {
    package: 'postgresql-15',
    files: [18, 17, 16, 15].map(version => `/usr/lib/postgresql/${version}/bin/postgres`),
  },
} as const

/** @returns the programs, or the sentence for a person who has to install what is missing. */
export async function findPrograms(): Promise<Programs | string> {
  const found = new Map<string, string>()
  const missing: string[] = []
  for (const [name, { package: from, files }] of Object.entries(packages)) {
    const file = await firstExecutable(files)
    if (file === undefined) missing.push(from)
    else found.set(name, file)
  }
  if (missing.length > 0)
    return [
      `The cluster needs programs that are not installed. On Debian 12:`,
      `  apt-get install --no-install-recommends ${missing.join(' ')}`,
      'Debian starts some of them as services; stop and disable those: the cluster starts its own, in a temporary folder.',
    ].join('\n')
  const fileOf = (name: keyof typeof packages) => found.get(name) ?? ''
  return {
    etcd: fileOf('etcd'),
    patroni: fileOf('patroni'),
    haproxy: fileOf('haproxy'),
    pgbouncer: fileOf('pgbouncer'),
    postgresBin: path.dirname(fileOf('postgres')),
  }
}

async function firstExecutable(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const usable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (usable) return file
  }
  return undefined
}
