import { access, constants, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartupError } from '../base/log/startup-error.ts'
import type { Config } from '../config/config.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { checkPort } from './ports.ts'
import { endLeftovers } from './process-group.ts'
import { needsSandbox, sandboxHost } from './program-environment.ts'
import { type SuperviseOptions, Supervision } from './supervision.ts'

export const realPrograms = {
  gateway: fileURLToPath(new URL('../gateway.ts', import.meta.url)),
  sandbox: fileURLToPath(new URL('../sandbox/main.ts', import.meta.url)),
}

/**
 * Runs PostgreSQL (unless DATABASE_URL names one), the simulators (if at least one provider is simulated) and the
 * gateway, until a stop is requested or one of them ends before it serves. When this returns, everything that it
 * started has ended.
 *
 * @returns after a requested stop.
 * @throws StartupError with one sentence, or without a message if a child has printed it.
 */
export async function supervise(config: Config, options: SuperviseOptions): Promise<void> {
  const dataDir = path.resolve(config.dataDir)
  await makeWritable(dataDir, config.production)
  const unlock = await lockDataDir(dataDir)
  try {
    await endLeftovers(dataDir)
    await checkPorts(config)
    await new Supervision(config, dataDir, options).run()
  } finally {
    await unlock()
  }
}

async function checkPorts(config: Config): Promise<void> {
  await checkPort({ variable: 'PORT', host: config.host, port: config.port })
  if (needsSandbox(config)) {
    await checkPort({ variable: 'SANDBOX_PORT', host: sandboxHost(config), port: config.sandbox.port })
  }
}

async function makeWritable(dataDir: string, production: boolean): Promise<void> {
  try {
    // The next start in production refuses a folder that others can read.
    await mkdir(dataDir, { recursive: true, ...(production && { mode: 0o711 }) })
    await access(dataDir, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartupError(
      `DATA_DIR ${dataDir} is not writable (${(error as NodeJS.ErrnoException).code}): set DATA_DIR to another folder.`,
    )
  }
}
