import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export interface GatewayProcess {
  readonly url: string
  readonly child: ChildProcess
  /** All its output so far, standard output and standard error. */
  output(): string
  readonly exited: Promise<number | null>
  stop(): Promise<number | null>
}

const program = fileURLToPath(new URL('../../../src/gateway.ts', import.meta.url))

/** Runs the gateway's own program until it listens, or ends. */
export async function runGateway(
  env: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  const listening = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const line = output.split('\n').find(one => one.startsWith('{"event":"listening"'))
      if (line) listening.resolve((JSON.parse(line) as { url: string }).url)
    })
  // Not 'close': Node never emits it for a child whose IPC channel we disconnected.
  const ended = [child.stdout, child.stderr].map(stream => stream && once(stream, 'end'))
  const exited = Promise.all([once(child, 'exit'), ...ended]).then(([[code]]) => code as number | null)
  const url = await Promise.race([listening.promise, exited.then(() => '')])
  return {
    url,
    child,
    output: () => output,
    exited,
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

export async function makeFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-gateway-'))
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
