import { readdir, readFile } from 'node:fs/promises'
import { buildSchema, getIntrospectionQuery, Kind, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { schema as graph } from '../../../schema/index.ts'
import { tourTabs } from '../../../src/http/graphiql/tour.ts'
import { createDocuments, operationOf } from '../../../src/http/graphql/documents.ts'
import { defaultLimits } from '../../../src/http/graphql/limits.ts'
import { operationCost } from '../../../src/http/graphql/list-cost.ts'
import { createListSizes } from '../../../src/http/graphql/list-size.ts'

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
    expect(messages(nested(5))).toEqual(['The operation has a depth of 5; at most 4 are taken.'])
    expect(codes(nested(5))).toEqual(['BAD_USER_INPUT'])
  })

  test('depth through fragments', () => {
    const query = '{ node { ...a } } fragment a on Node { next { ...b } } fragment b on Node { next { next { id } } }'
    expect(messages(query)).toEqual(['The operation has a depth of 5; at most 4 are taken.'])
  })

  test('aliases', () => {
    expect(messages('{ node { a: id b: id c: id } }')).toEqual([])
    expect(messages('{ node { a: id b: id c: id d: id } }')).toEqual([
      'The operation has aliases: 4; at most 3 are taken.',
    ])
  })

  test('fields at the root, also in fragments', () => {
    const query = 'mutation { a: act(n: 1) b: act(n: 2) ...more } fragment more on Mutation { act(n: 3) c: act(n: 4) }'
    expect(messages(query)).toEqual(['The operation has fields at the root: 4; at most 3 are taken.'])
  })

  test('directives', () => {
    expect(messages('{ node { id @note @note @note } }')).toEqual([])
    expect(messages('{ node { id @note @note } } fragment f on Node { id @note @note }')).toContain(
      'Fragment "f" is never used.',
    )
    expect(messages('{ node @note { id @note @note @note } }')).toEqual([
      'The operation has directives: 4; at most 3 are taken.',
    ])
  })

  test('fragments that spread others twice, without writing them out', () => {
    const bomb = Array.from({ length: 25 }, (_, i) => `fragment f${i} on Node { ...f${i + 1} ...f${i + 1} }`).join(' ')
    const [first] = createDocuments(schema, { ...limits, tokens: 4_000 }).prepare(
      `{ node { ...f0 } } ${bomb} fragment f25 on Node { id }`,
    ).errors
    expect(first?.message).toBe('The operation has fields, fragments written out: 33554433; at most 20 are taken.')
  })

  test('fragments in a circle end, with graphql-js’s own words', () => {
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
    `The lists could hold ${objects} objects; at most 100 are taken. Ask for smaller pages.`

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

  test('sizes in variables are looked at with each request', () => {
    const query = 'query ($n: Int = 10) { list(first: $n) { nodes { list(first: 10) { nodes { id } } } } }'
    expect(refuse(query, { n: 9 })).toBe(undefined)
    expect(refuse(query, { n: 10 })).toBe(message(110))
    expect(refuse(query)).toBe(message(110))
    const ids = 'query ($ids: [ID!]!) { nodes(ids: $ids) { list { nodes { id } } } }'
    expect(refuse(ids, { ids: ['a', 'b', 'c', 'd'] })).toBe(undefined)
    expect(refuse(ids, { ids: ['a', 'b', 'c', 'd', 'e'] })).toBe(message(105))
  })
})

describe('the real graph', () => {
  const real = createDocuments(graph, defaultLimits)
  const sizes = createListSizes(graph)
  const costOf = (query: string) => {
    const document = parse(query)
    expect(validate(graph, document)).toEqual([])
    const operation = operationOf(document, undefined)
    return operation ? operationCost(graph, sizes, document, operation).of({}) : { objects: 0, values: 0 }
  }

  test('introspection passes, in its longest form', () => {
    const query = getIntrospectionQuery({
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    })
    const { document, errors } = real.prepare(query)
    expect(errors).toEqual([])
    expect(document && real.check(document, undefined, undefined).refusal).toBe(undefined)
  })

  test.each([
    ['a page of 20', '{ charges { nodes { id } } }', { objects: 20, values: 41 }],
    ['a page and nothing of it', '{ charges(first: 5) { pageInfo { hasNextPage } } }', { objects: 5, values: 11 }],
    ['a list in each of a page', '{ charges(first: 5) { nodes { captures { id } } } }', { objects: 30, values: 56 }],
    [
      'each alias of a list',
      '{ charges(first: 10) { nodes { a: timeline { type } b: timeline { type } } } }',
      { objects: 410, values: 811 },
    ],
    [
      'lists in lists',
      '{ schedules(first: 2) { nodes { occurrences(first: 3) { nodes { charges { refunds { id } } } } } } }',
      { objects: 188, values: 341 },
    ],
    ['a list of values', '{ schedules(first: 2) { nodes { upcoming(first: 7) } } }', { objects: 16, values: 17 }],
    [
      'the lists of an agreement',
      '{ agreement(id: "x") { history { at } authenticationMethods { type } revocations { id } } }',
      { objects: 10, values: 21 },
    ],
    ['JSON by its largest size', '{ charges(first: 100) { nodes { metadata } } }', { objects: 100, values: 25_101 }],
    [
      'JSON of each entry of a list',
      '{ charges(first: 2) { nodes { timeline { detail } } } providerEvents(first: 3) { nodes { body } } }',
      { objects: 45, values: 4_047 },
    ],
    ['introspection', '{ __type(name: "Charge") { fields { name args { name } } } }', { objects: 12, values: 25 }],
  ])('costs %s', (_what, query, cost) => {
    expect(costOf(query)).toEqual(cost)
  })

  test('58 aliases of a timeline on 100 charges of 100 agreements are refused', () => {
    const aliases = Array.from({ length: 58 }, (_, i) => `a${i}: timeline { type }`).join(' ')
    const query = `{ agreements(first: 100) { nodes { charges(first: 100) { nodes { ${aliases} } } } } }`
    const { document, errors } = real.prepare(query)
    expect(errors).toEqual([])
    expect(document && real.check(document, undefined, undefined).refusal?.message).toBe(
      'The lists could hold 11610100 objects; at most 50000 are taken. Ask for smaller pages.',
    )
  })

  test('so is one with a thousand values on each of 500 objects', () => {
    const values = Array.from({ length: 50 }, (_, i) => `a${i}: amount { ${'value currency '.repeat(10)} }`).join(' ')
    const query = `{ agreements(first: 5) { nodes { charges(first: 100) { nodes { ${values} } } } } }`
    const { document, errors } = real.prepare(query)
    expect(errors).toEqual([])
    expect(document && real.check(document, undefined, undefined).refusal?.message).toBe(
      'The answer could hold 525511 values; at most 500000 are taken. Ask for smaller pages or fewer fields.',
    )
  })

  test('metadata on two thousand objects is refused, and on a hundred charges, their agreements and consumers is not', () => {
    const refusalOf = (query: string, ids?: readonly string[]) => {
      const { document, errors } = real.prepare(query)
      expect(errors).toEqual([])
      return document && real.check(document, undefined, { ids }).refusal?.message
    }
    const names = Array.from({ length: 20 }, (_, i) => `a${i}: nodes(ids: $ids) { ... on Consumer { metadata } }`).join(
      ' ',
    )
    expect(refusalOf(`query ($ids: [ID!]!) { ${names} }`, Array(100).fill('con_x'))).toBe(
      'The answer could hold 502000 values; at most 500000 are taken. Ask for smaller pages or fewer fields.',
    )
    const charges = 'charges(first: 100) { nodes { metadata consumer { metadata } agreement { metadata } } }'
    expect(
      refusalOf(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Agreement { ${charges} } } }`,
        Array(50).fill('agr_x'),
      ),
    ).toBe('The answer could hold 3765100 values; at most 500000 are taken. Ask for smaller pages or fewer fields.')
    expect(refusalOf(`{ ${charges} }`)).toBe(undefined)
  })

  test('what the client and the pages of the documentation ask for costs a small part of the limits', async () => {
    const operations = new URL('../../../src/client/operations/', import.meta.url)
    const files = await readdir(operations)
    const texts = await Promise.all(files.map(file => readFile(new URL(file, operations), 'utf8')))
    const document = parse(texts.join('\n'))
    const costs = document.definitions.flatMap(definition =>
      definition.kind === Kind.OPERATION_DEFINITION ? [operationCost(graph, sizes, document, definition).of({})] : [],
    )
    costs.push(...tourTabs('x').map(({ query }) => costOf(query)))
    expect(costs.length).toBeGreaterThan(30)
    expect(costs.filter(({ objects, values }) => objects > 5_000 || values > 50_000)).toEqual([])
  })

  test.each(tourTabs('x').map(tab => [/\w+ (\w+)/.exec(tab.query.replaceAll(/^#.*$/gm, ''))?.[1], tab.query]))(
    'the tour’s %s is valid',
    (_name, query) => {
      expect(real.prepare(query ?? '').errors.map(error => error.message)).toEqual([])
    },
  )
})

test('a text is read once', () => {
  const query = '{ node { id } }'
  expect(documents.prepare(query).document).toBe(documents.prepare(query).document)
})

test('the most recently used thousand texts are remembered', () => {
  const few = createDocuments(schema, limits)
  const first = few.prepare('{ node { id } }').document
  for (let i = 0; i < 999; i++) few.prepare(`{ node { id } } # ${i}`)
  expect(few.prepare('{ node { id } }').document).toBe(first)
  few.prepare('{ node { id } } # more')
  const second = few.prepare('{ node { id } } # 1').document
  for (let i = 2000; i < 3001; i++) few.prepare(`{ node { id } } # ${i}`)
  expect(few.prepare('{ node { id } } # 1').document).not.toBe(second)
})

test('texts are remembered up to so many bytes, counted by their tokens and characters', () => {
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

test('nothing that was refused is remembered', () => {
  for (const query of ['{ unknown }', '{ node { a: id b: id c: id d: id } }', '{ node(']) {
    const { errors } = documents.prepare(query)
    expect(documents.prepare(query).errors).not.toBe(errors)
    expect(documents.prepare(query).errors).toEqual(errors)
  }
})
