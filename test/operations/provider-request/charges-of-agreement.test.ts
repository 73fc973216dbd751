import { afterEach, expect, test } from 'vitest'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { newProviderRequestId } from '../../../src/store/provider-request/repository.ts'
import { withProvider } from '../../scenarios/support/providers.ts'
import { doDue } from '../../support/world/jobs.ts'
import { charge, givenActiveAgreement } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

const DAY_MS = 86_400_000

let world: World
afterEach(() => world.close())

test.each([
  { pages: 'one page', searchPageSize: 2, found: 2, said: [] },
  { pages: 'two pages', searchPageSize: 1, found: 1, said: ['the list of charges at the provider is not complete'] },
])(
  'after a restore, $pages of charges at the provider: what it lists is recorded, and not asked again soon',
  async given => {
    world = await createWorld({}, { pproInferences: { searchPageSize: given.searchPageSize } })
    const agreement = await givenActiveAgreement(world)
    for (const amount of [500n, 600n]) await charge(world, agreement.id, amount)
    await world.quiet()
    const sql = (text: string) => world.database.pool.query(text, [agreement.id])
    const countCharges = async () => (await sql('SELECT id FROM charges WHERE agreement_id = $1')).rows.length
    const before = await countCharges()
    const now = world.deps.clock.now()
    const said: string[] = []
    const log: Deps['log'] = Object.assign(Object.create(world.deps.log), {
      error: (_entry: object, text: string) => said.push(text.replace('; see docs/runbooks/restore.md', '')),
    })
    const settings = {
      ...world.deps.settings,
      restored: { at: now, asksFirstUntil: new Date(now.getTime() + DAY_MS), schedulesHeld: false },
    }
    // Its charges have references of requests that the database lacks.
    const deps = withProvider({ ...world.deps, log, settings }, real => ({
      listCharges: async (...asked) => {
        const listed = await real.listCharges?.(...asked)
        const reports = listed?.reports.map(report => ({ ...report, sentReference: newProviderRequestId(now) }))
        return listed && reports && { ...listed, reports }
      },
    }))
    await sql(`UPDATE charges SET reconcile_at = NULL WHERE agreement_id = $1`)
    await sql(`UPDATE agreements SET reconcile_at = '${now.toISOString()}' WHERE id = $1`)
    expect(await doDue(deps, 'reconciliation')).toBe(1)
    expect([(await countCharges()) - before, said]).toEqual([given.found, given.said])
    const { rows } = await sql('SELECT reconcile_at FROM agreements WHERE id = $1')
    expect(rows[0]?.reconcile_at.getTime()).toBeGreaterThanOrEqual(now.getTime() + DAY_MS)
  },
)
