import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Balancer, startBalancer } from '../../chaos/processes/balancer.ts'
import { createGateway, type Gateway } from '../../chaos/processes/gateway.ts'
import { startProgram } from '../../chaos/processes/program.ts'
import { simulatorsAt } from '../../chaos/processes/simulators.ts'
import type { System } from '../../chaos/system.ts'
import { readConfig } from '../../src/config/read.ts'
import { sandboxEnvironment } from '../../src/supervisor/program-environment.ts'
import { reservePort } from '../../test/support/programs/ports.ts'
import { type PostgresCluster, startCluster } from '../cluster.ts'
import { startPooler } from '../pgbouncer.ts'
import type { Programs } from '../programs.ts'
import type { FailoverOptions } from './options.ts'
import { type Redis, startRedis } from './redis.ts'
import { prepareVersions, type Versions } from './versions.ts'

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The cluster, the simulators and the gateways. */
export interface FailoverStack extends System {
  readonly cluster: PostgresCluster
  /** Those that serve the API first. */
  readonly gateways: readonly Gateway[]
  readonly redis: Redis | undefined
  /** Of an upgrade. */
  readonly versions: Versions | undefined
  close(keep: boolean): Promise<void>
}

/** Starts everything in the cluster's temporary folder. If one part fails to start, the others are ended. */
export async function startStack(programs: Programs, options: FailoverOptions): Promise<FailoverStack> {
  const cluster = await startCluster(programs, { nodes: 3, ttl: options.ttl, strict: options.strict })
  const closing: (() => Promise<unknown>)[] = []
  const close = async (keep: boolean) => {
    for (const part of closing.toReversed()) await part().catch(() => {})
    await cluster.close(keep)
  }
  try {
    return { cluster, close, ...(await startPrograms(cluster, options, closing)) }
  } catch (error) {
    await close(true)
    throw error
  }
}

async function startPrograms(
  cluster: PostgresCluster,
  options: FailoverOptions,
  closing: (() => Promise<unknown>)[],
): Promise<Omit<FailoverStack, 'cluster' | 'close'>> {
  const { folder } = cluster.workplace
  const dataDir = path.join(folder, 'gateways')
  await mkdir(dataDir)
  const pooler = options.pooling && (await startPooler(cluster, options.pooling))
  const redis = options.fault === 'redis' ? await startRedis(folder) : undefined
  if (redis) closing.push(() => redis.stop())
  const versions = options.fault === 'upgrade' ? await prepareVersions(options.from, folder) : undefined
  const ports = await Promise.all(Array.from({ length: options.gateways }, reservePort))
  const roleOf = (index: number) => (index < Math.ceil(ports.length / 2) ? 'api' : 'worker')
  const serving = options.roles ? ports.filter((_, index) => roleOf(index) === 'api') : ports
  const [first = 0, ...more] = serving
  const balancer: Balancer = await startBalancer([first, ...more])
  closing.push(() => balancer.close())

  const deaths: string[] = []
  const shared = {
    PATH: process.env['PATH'] ?? '',
    SANDBOX: 'on',
    SANDBOX_PORT: String(await reservePort()),
    DATA_DIR: dataDir,
    DATABASE_URL: pooler?.url ?? cluster.url,
    PUBLIC_URL: `http://localhost:${balancer.port}`,
    ABSENCE_SECONDS: String(options.absenceSeconds),
    LOG_LEVEL: 'info',
    ...(redis && { REDIS_URL: redis.url }),
  }
  const environmentOf = (index: number) => ({
    ...{ ...shared, PORT: String(ports[index]) },
    ...(options.roles && { ROLE: roleOf(index) }),
  })
  const config = readConfig(environmentOf(0))
  if (!config.ok || config.config.sandbox === undefined)
    throw new Error(`a bad configuration: ${JSON.stringify(config)}`)
  const { sandbox } = config.config
  const simulator = startProgram({
    name: 'the sandbox',
    file: fileOf('../../src/sandbox/main.ts'),
    environment: sandboxEnvironment(shared, dataDir, { config: config.config, sandbox }),
    logFile: path.join(folder, 'sandbox.log'),
    onDeath: how => deaths.push(`the sandbox: ${how}`),
  })
  closing.push(() => simulator.stop())
  const gateways = ports.map((_, index) =>
    createGateway({
      name: `gateway ${index + 1}`,
      file: versions?.before ?? fileOf('../../src/gateway.ts'),
      environment: environmentOf(index),
      logFile: path.join(folder, `gateway-${index + 1}.log`),
      onDeath: how => deaths.push(`gateway ${index + 1}: ${how}`),
    }),
  )
  closing.push(async () => void (await Promise.all(gateways.map(gateway => gateway.stop()))))
  await Promise.all([simulator.serves, ...gateways.map(gateway => gateway.start())])
  return {
    graphqlUrls: serving.map(port => `http://localhost:${port}/graphql`),
    databaseUrl: cluster.url,
    ...{ gateways, redis, versions, deaths },
    simulators: simulatorsAt(sandbox.url),
  }
}
