import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Perennial } from '../support/programs/processes.ts'
import { askGateway, startStandIn } from './stand-in/start.ts'

describe.runIf(process.getuid?.() === 0)('as root, from a folder that nobody else may enter', () => {
  let folder: string
  let perennial: Perennial | undefined

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-home-'))
    await chmod(folder, 0o755)
  })
  afterEach(async () => {
    await perennial?.cleanUp()
    await rm(folder, { recursive: true, force: true })
  })

  test('it starts, says where the data is, and finds it again', async () => {
    const home = path.join(folder, 'root')
    await mkdir(home, { mode: 0o700 })
    const options = { dataDir: path.join(home, '.data'), env: { STAND_IN_SHARED: path.join(folder, 'shared') } }

    perennial = await startStandIn(options)
    const [name] = await readdir(path.join(folder, 'shared'))
    expect(perennial.output()).toContain(
      `PostgreSQL's data is in ${folder}/shared/${name}/postgres, because its account cannot enter this folder`,
    )
    expect((await askGateway(perennial)).starts).toBe(1)
    expect(await perennial.stop()).toBe(0)

    perennial = await startStandIn(options)
    expect((await askGateway(perennial)).starts).toBe(2)
    await perennial.kill9()

    perennial = await startStandIn(options)
    expect((await askGateway(perennial)).starts).toBe(3)
    expect(perennial.output()).toContain('found running')
    expect(await perennial.stop()).toBe(0)
  })
})
