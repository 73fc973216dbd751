import { readdir, readFile } from 'node:fs/promises'
import { getIntrospectionQuery, Kind, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { schema as graph } from '../../../../schema/index.ts'
import { tourOf } from '../../../../src/http/graphiql/tour.ts'
import { createDocuments, operationOf } from '../../../../src/http/graphql/documents.ts'
import { defaultLimits } from '../../../../src/http/graphql/limits/limits.ts'
import { operationCost } from '../../../../src/http/graphql/limits/list-cost.ts'
import { createListSizes } from '../../../../src/http/graphql/limits/list-size.ts'

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
      'The lists could return 11610100 objects, but at most 50000 are allowed. Request smaller pages.',
    )
  })

  test('a thousand values on each of 500 objects are refused', () => {
    const values = Array.from({ length: 50 }, (_, i) => `a${i}: amount { ${'value currency '.repeat(10)} }`).join(' ')
    const query = `{ agreements(first: 5) { nodes { charges(first: 100) { nodes { ${values} } } } } }`
    const { document, errors } = real.prepare(query)
    expect(errors).toEqual([])
    expect(document && real.check(document, undefined, undefined).refusal?.message).toBe(
      'The response could contain 525511 values, but at most 500000 are allowed. Request smaller pages or fewer fields.',
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
      'The response could contain 502000 values, but at most 500000 are allowed. Request smaller pages or fewer fields.',
    )
    const charges = 'charges(first: 100) { nodes { metadata consumer { metadata } agreement { metadata } } }'
    expect(
      refusalOf(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Agreement { ${charges} } } }`,
        Array(50).fill('agr_x'),
      ),
    ).toBe(
      'The response could contain 3765100 values, but at most 500000 are allowed. Request smaller pages or fewer ' +
        'fields.',
    )
    expect(refusalOf(`{ ${charges} }`)).toBe(undefined)
  })

  test('the queries of the client and the documentation cost a small part of the limits', async () => {
    const operations = new URL('../../../../src/client/operations/', import.meta.url)
    const files = await readdir(operations)
    const texts = await Promise.all(files.map(file => readFile(new URL(file, operations), 'utf8')))
    const document = parse(texts.join('\n'))
    const costs = document.definitions.flatMap(definition =>
      definition.kind === Kind.OPERATION_DEFINITION ? [operationCost(graph, sizes, document, definition).of({})] : [],
    )
    costs.push(...tourOf('x').tabs.map(({ query }) => costOf(query)))
    expect(costs.length).toBeGreaterThan(30)
    expect(costs.filter(({ objects, values }) => objects > 5_000 || values > 50_000)).toEqual([])
  })

  test.each(tourOf('x').tabs.map(tab => [/\w+ (\w+)/.exec(tab.query.replaceAll(/^#.*$/gm, ''))?.[1], tab.query]))(
    'the tour’s %s is valid',
    (_name, query) => {
      expect(real.prepare(query ?? '').errors.map(error => error.message)).toEqual([])
    },
  )
})
