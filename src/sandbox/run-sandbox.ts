import { ConfigError, readSandboxConfig } from './config.ts'
import { type Sandbox, startSandbox } from './server.ts'

/**
 * The sandbox as a program. It prints one JSON line on stdout when it serves. It exits with 0 after SIGINT, SIGTERM or
 * the end of the process that started it with an IPC channel. If it cannot start, it prints one sentence on stderr and
 * exits with 1.
 */
export async function runSandbox(): Promise<void> {
  try {
    const sandbox = await startSandbox(readSandboxConfig(process.env))
    const stop = stopOnce(sandbox)
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    process.on('disconnect', stop)
    process.stdout.write(`${JSON.stringify({ event: 'listening', url: sandbox.url })}\n`)
  } catch (error) {
    exitWith(error)
  }
}

function stopOnce(sandbox: Sandbox): () => void {
  let stopping = false
  return () => {
    if (stopping) return
    stopping = true
    sandbox.close().then(
      () => process.exit(0),
      error => exitWith(error),
    )
  }
}

function exitWith(error: unknown): void {
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exit(1)
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if (isSystemError(error) && error.code === 'EADDRINUSE') {
    return `The sandbox cannot start: port ${error.port} is in use; set SANDBOX_PORT to another.`
  }
  return `The sandbox stopped: ${error instanceof Error ? error.message : String(error)}`
}

function isSystemError(error: unknown): error is Error & { code: string; port?: number } {
  return error instanceof Error && 'code' in error
}
