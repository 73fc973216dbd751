import { describe, expect, test } from 'vitest'
import { isLargerThan } from '../../../../src/http/graphql/limits/answer-size.ts'
import { defaultLimits } from '../../../../src/http/graphql/limits/limits.ts'
import { post, startSmallServer } from '../../support/small-server.ts'

describe('how many bytes a value’s JSON has at least', () => {
  test.each([
    ['a text and its quotes', 'abc', 5],
    ['a text’s characters, one byte each', 'é😀', 5],
    ['an empty list', [], 2],
    ['a list’s entries', ['a', 1, null, true], 8],
    ['names, their quotes and colons', { a: 1, bc: 'd' }, 15],
    ['nothing for what is not written', { a: undefined }, 2],
    ['lists in lists', [[['a']]], 9],
  ])('counts %s', (_what, value, bytes) => {
    expect([isLargerThan(value, bytes), isLargerThan(value, bytes - 1)]).toEqual([false, true])
    expect(Buffer.byteLength(JSON.stringify(value))).toBeGreaterThanOrEqual(bytes)
  })
})

test('reads no more than it needs to know', () => {
  let read = 0
  const entry = {
    get text() {
      read += 1
      if (read > 100) throw new Error('read on')
      return 'x'.repeat(1_000)
    },
  }
  expect(isLargerThan(Array(1_000_000).fill(entry), 99_999)).toBe(true)
  expect(read).toBe(99) // of 1,011 bytes each
})

test('an answer that no string can hold is too large, like any other, and is read only until that is known', async () => {
  let read = 0
  const counted = {
    get text() {
      read += 1
      return 'x'.repeat(100)
    },
  }
  const server = await startSmallServer({
    sdl: 'scalar Any type Query { long: Any many: Any }',
    resolvers: {
      Query: {
        // Six hundred times the same megabyte: V8 makes no string so long.
        long: () => Array(600).fill('x'.repeat(2 ** 20)),
        many: () => Array(1_000).fill(counted),
      },
    },
    limits: { ...defaultLimits, answerBytes: 1_000 },
  })
  const message =
    'The operation was executed, but its response is larger than 1000 bytes and was not sent. Request smaller ' +
    'pages or fewer fields. Repeat a mutation with the same idempotencyKey.'
  for (const query of ['{ long }', '{ many }'])
    expect(await (await post(server.graphqlUrl, { query })).json()).toEqual({
      data: null,
      errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
    })
  expect(read).toBe(9) // of 111 bytes each
  await server.stop()
})
