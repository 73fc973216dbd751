import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createDocuments } from '../../../src/http/graphql/documents.ts'
import { defaultLimits } from '../../../src/http/graphql/limits/limits.ts'

const schema = buildSchema(`
  directive @note repeatable on FIELD
  type Query { node: Node nodes(ids: [ID!]!): [Node]! list(first: Int, last: Int): Connection! }
  type Mutation { act(n: Int): Int }
  type Node { id: ID! next: Node list(first: Int, last: Int): Connection! upcoming(first: Int! = 12): [Int!]! }
  type Connection { nodes: [Node!]! edges: [Edge!]! }
  type Edge { node: Node! }
`)

const limits = {
  ...defaultLimits,
  depth: 4,
  aliases: 3,
  rootFields: 3,
  directives: 3,
  fields: 20,
  listedObjects: 100,
  tokens: 200,
}
const documents = createDocuments(schema, limits)
const messages = (query: string) => documents.prepare(query).errors.map(error => error.message)
const codes = (query: string) => documents.prepare(query).errors.map(error => error.extensions['code'])

describe('shape', () => {
  const nested = (depth: number) => `${'{ node '.repeat(1)}${'{ next '.repeat(depth - 2)}{ id ${'}'.repeat(depth)}`

  test('depth', () => {
    expect(messages(nested(4))).toEqual([])
    expect(messages(nested(5))).toEqual([
      'The operation is too large: depth 5, maximum 4. Request fewer fields, or split the operation.',
    ])
    expect(codes(nested(5))).toEqual(['BAD_USER_INPUT'])
  })

  test('depth through fragments', () => {
    const query = '{ node { ...a } } fragment a on Node { next { ...b } } fragment b on Node { next { next { id } } }'
    expect(messages(query)).toEqual([
      'The operation is too large: depth 5, maximum 4. Request fewer fields, or split the operation.',
    ])
  })

  test('aliases', () => {
    expect(messages('{ node { a: id b: id c: id } }')).toEqual([])
    expect(messages('{ node { a: id b: id c: id d: id } }')).toEqual([
      'The operation is too large: aliases 4, maximum 3. Request fewer fields, or split the operation.',
    ])
  })

  test('fields at the root, even in fragments', () => {
    const query = 'mutation { a: act(n: 1) b: act(n: 2) ...more } fragment more on Mutation { act(n: 3) c: act(n: 4) }'
    expect(messages(query)).toEqual([
      'The operation is too large: root fields 4, maximum 3. Request fewer fields, or split the operation.',
    ])
  })

  test('directives', () => {
    expect(messages('{ node { id @note @note @note } }')).toEqual([])
    expect(messages('{ node { id @note @note } } fragment f on Node { id @note @note }')).toContain(
      'Fragment "f" is never used.',
    )
    expect(messages('{ node @note { id @note @note @note } }')).toEqual([
      'The operation is too large: directives 4, maximum 3. Request fewer fields, or split the operation.',
    ])
  })

  test('fragments that spread others twice, without writing them out', () => {
    const bomb = Array.from({ length: 25 }, (_, i) => `fragment f${i} on Node { ...f${i + 1} ...f${i + 1} }`).join(' ')
    const [first] = createDocuments(schema, { ...limits, tokens: 4_000 }).prepare(
      `{ node { ...f0 } } ${bomb} fragment f25 on Node { id }`,
    ).errors
    expect(first?.message).toBe(
      'The operation is too large: fields (with fragments expanded) 33554433, maximum 20. Request fewer fields, or ' +
        'split the operation.',
    )
  })

  test('a cycle of fragments gets graphql-js’s own error', () => {
    expect(messages('{ node { ...a } } fragment a on Node { next { ...a } }')[0]).toMatch(
      /^Cannot spread fragment "a" within itself/,
    )
  })

  test('tokens', () => {
    expect(messages(`{ node { ${'id '.repeat(300)} } }`)[0]).toMatch(/more that 200 tokens|more than 200 tokens/)
  })
})

describe('lists', () => {
  const lists = createDocuments(schema, { ...defaultLimits, listedObjects: 100 })
  const refuse = (query: string, variables?: unknown) => {
    const { document, errors } = lists.prepare(query)
    expect(errors).toEqual([])
    return document && lists.check(document, undefined, variables).refusal?.message
  }
  const message = (objects: number) =>
    `The lists could return ${objects} objects, but at most 100 are allowed. Request smaller pages.`

  test.each([
    ['{ list { nodes { id } } }', undefined],
    ['{ list(first: 100) { nodes { id } } }', undefined],
    ['{ list(last: 10) { nodes { list(first: 9) { nodes { id } } } } }', undefined],
    ['{ list(last: 10) { nodes { list(first: 10) { nodes { id } } } } }', message(110)],
    ['{ list(first: 5) { edges { node { list { nodes { id } } } } } }', message(105)],
    ['{ list(first: 9) { nodes { upcoming } } }', message(117)],
    ['{ nodes(ids: ["a", "b", "c", "d", "e"]) { list { nodes { id } } } }', message(105)],
    ['{ list(first: 10) { nodes { ...f } } } fragment f on Node { list(first: 10) { nodes { id } } }', message(110)],
    ['{ list(first: 2000000) { nodes { list(first: 1) { nodes { id } } } } }', message(200)],
  ])('%s', (query, expected) => {
    expect(refuse(query)).toBe(expected)
  })

  test('sizes in variables are checked with each request', () => {
    const query = 'query ($n: Int = 10) { list(first: $n) { nodes { list(first: 10) { nodes { id } } } } }'
    expect(refuse(query, { n: 9 })).toBe(undefined)
    expect(refuse(query, { n: 10 })).toBe(message(110))
    expect(refuse(query)).toBe(message(110))
    const ids = 'query ($ids: [ID!]!) { nodes(ids: $ids) { list { nodes { id } } } }'
    expect(refuse(ids, { ids: ['a', 'b', 'c', 'd'] })).toBe(undefined)
    expect(refuse(ids, { ids: ['a', 'b', 'c', 'd', 'e'] })).toBe(message(105))
  })
})

test('a text is read once', () => {
  const query = '{ node { id } }'
  expect(documents.prepare(query).document).toBe(documents.prepare(query).document)
})

test('the most recently used thousand texts are cached', () => {
  const few = createDocuments(schema, limits)
  const first = few.prepare('{ node { id } }').document
  for (let i = 0; i < 999; i++) few.prepare(`{ node { id } } # ${i}`)
  expect(few.prepare('{ node { id } }').document).toBe(first)
  few.prepare('{ node { id } } # more')
  const second = few.prepare('{ node { id } } # 1').document
  for (let i = 2000; i < 3001; i++) few.prepare(`{ node { id } } # ${i}`)
  expect(few.prepare('{ node { id } } # 1').document).not.toBe(second)
})

test('the cache has a limit in bytes, counted by tokens and characters', () => {
  const text = (i: number) => `{ node { id } } # ${i}` // 19 characters, 7 tokens with that of its end
  const bytes = 19 * 64 + 7 * 500
  const few = createDocuments(schema, { ...limits, rememberedBytes: 3 * bytes })
  const [first, second, third] = [0, 1, 2].map(i => few.prepare(text(i)).document)
  expect([0, 1, 2].map(i => few.prepare(text(i)).document)).toEqual([first, second, third])
  few.prepare(text(3))
  expect(few.prepare(text(1)).document).toBe(second)
  expect(few.prepare(text(2)).document).toBe(third)
  expect(few.prepare(text(0)).document).not.toBe(first)
})

test('a refused text is not cached', () => {
  for (const query of ['{ unknown }', '{ node { a: id b: id c: id d: id } }', '{ node(']) {
    const { errors } = documents.prepare(query)
    expect(documents.prepare(query).errors).not.toBe(errors)
    expect(documents.prepare(query).errors).toEqual(errors)
  }
})
