import { afterAll, beforeAll, expect, test } from 'vitest'
import { schema } from '../../../schema/index.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

const advance = `mutation ($to: DateTime!) { sandboxClockAdvance(input: { to: $to }) {
  __typename ... on UserError { code message } ... on InvalidState { status }
  ... on SandboxClockAdvancePayload { clock { now simulated } occurrencesCharged eventCursor } } }`

test('outside sandbox mode the clock is told, and not moved', async () => {
  expect(await graph.data('{ clock { now simulated } }')).toEqual({
    clock: { now: '2026-03-02T00:00:00.000Z', simulated: false },
  })
  expect(await graph.statements('{ clock { now } }')).toEqual([])
  expect(await graph.data(advance, { to: '2026-03-03T00:00:00Z' })).toEqual({
    sandboxClockAdvance: {
      __typename: 'InvalidState',
      code: 'INVALID_STATE',
      message: 'The clock shows real time and cannot be moved. sandboxClockAdvance works only in sandbox mode.',
      status: 'NOT_SIMULATED',
    },
  })
})

test('every field and argument is described', () => {
  const described = ['Clock', 'SandboxClockAdvancePayload', 'SandboxClockAdvanceInput'].flatMap(name => {
    const type = schema.getType(name)
    if (type === undefined || !('getFields' in type)) throw new Error(`no ${name}`)
    return [type.description, ...Object.values(type.getFields()).map(({ description }) => description)]
  })
  expect(described.every(text => typeof text === 'string' && text.length > 10)).toBe(true)
  expect(described).toHaveLength(9)
})
