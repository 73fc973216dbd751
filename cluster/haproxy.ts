import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { reservePort } from '../test/support/programs/ports.ts'
import type { NodeAddress } from './node.ts'
import { startProcess } from './processes.ts'
import type { Workplace } from './workplace.ts'

/** The proxy in front of the nodes: one port leads to the primary, one to the standbys. */
export interface Proxy {
  readonly primaryPort: number
  readonly standbyPort: number
}

export async function startProxy({ programs, account, folder }: Workplace, nodes: readonly NodeAddress[]) {
  const proxy: Proxy = { primaryPort: await reservePort(), standbyPort: await reservePort() }
  const file = path.join(folder, 'haproxy.cfg')
  await writeFile(file, proxyConfig(proxy, nodes))
  startProcess({
    file: programs.haproxy,
    words: ['-db', '-f', file],
    ...{ folder, account, logFile: path.join(folder, 'haproxy.log') },
  })
  return proxy
}

/** Patroni's REST interface says who is what. A server that is no longer it loses its connections at once. */
function proxyConfig({ primaryPort, standbyPort }: Proxy, nodes: readonly NodeAddress[]): string {
  const listen = (name: string, port: number, check: string) => [
    `listen ${name}`,
    `  bind 127.0.0.1:${port}`,
    `  option httpchk OPTIONS ${check}`,
    '  http-check expect status 200',
    '  default-server inter 1s fastinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions',
    ...nodes.map(node => `  server ${node.name} 127.0.0.1:${node.postgresPort} check port ${node.patroniPort}`),
  ]
  return [
    'global',
    '  maxconn 1000',
    'defaults',
    '  mode tcp',
    '  option tcpka',
    '  timeout connect 3s',
    '  timeout check 3s',
    '  # Longer than the gateway leaves a connection idle; the LISTEN connection is silent for long.',
    '  timeout client 1h',
    '  timeout server 1h',
    ...listen('primary', primaryPort, '/primary'),
    ...listen('standbys', standbyPort, '/replica?lag=1MB'),
    '',
  ].join('\n')
}
