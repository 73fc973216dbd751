import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLScalarType,
  getNamedType,
  isInputObjectType,
  isScalarType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../../../schema/index.ts'
import { post, type SmallServer, startSmallServer } from '../../support/small-server.ts'

let server: SmallServer
beforeAll(async () => {
  server = await startSmallServer({ sdl: 'type Query { unused: Int }', ports: { schema } })
})
afterAll(() => server.stop())

interface Issue {
  readonly path: string[]
  readonly code: string
  readonly message: string
}
interface ErrorEntry {
  readonly message: string
  readonly locations?: { line: number; column: number }[]
  readonly extensions: { code: string; issues?: Issue[] }
}

async function errorsOf(query: string, variables?: unknown): Promise<ErrorEntry[]> {
  const response = await post(server.graphqlUrl, { query, variables })
  return ((await response.json()) as { errors: ErrorEntry[] }).errors
}

/** The errors about one place. */
const at = (errors: ErrorEntry[], path: string[]) =>
  errors.filter(({ extensions }) => String(extensions.issues?.[0]?.path) === String(path))

// A value that each scalar refuses, as a literal in a document. Any value is JSON; only a literal can be invalid.
const refused: Record<string, { literal: string; variable?: unknown }> = {
  ID: { literal: 'true', variable: true },
  String: { literal: '1', variable: 1 },
  Int: { literal: '"1"', variable: '1' },
  Boolean: { literal: '"yes"', variable: 'yes' },
  DateTime: { literal: '"tomorrow"', variable: 'tomorrow' },
  Date: { literal: '"01.02.2026"', variable: '01.02.2026' },
  LocalTime: { literal: '"9:30"', variable: '9:30' },
  TimeZone: { literal: '"+01:00"', variable: '+01:00' },
  MinorUnits: { literal: '"10.00"', variable: '10.00' },
  CurrencyCode: { literal: '"usd"', variable: 'usd' },
  CountryCode: { literal: '"de"', variable: 'de' },
  URL: { literal: '"shop.example"', variable: 'shop.example' },
  EventCursor: { literal: '1', variable: 1 },
  JSON: { literal: '[GOLD]' },
}

interface Place {
  readonly root: string
  readonly field: GraphQLField<unknown, unknown>
  readonly names: readonly string[]
}

/** A place in the arguments of a root field that accepts a value of the type. */
function placeOf(type: GraphQLScalarType): Place | undefined {
  const below = (name: string, of: GraphQLInputType): readonly string[] | undefined => {
    const named = getNamedType(of)
    if (named === type) return [name]
    if (!isInputObjectType(named)) return undefined
    for (const { name: inner, type: innerType } of Object.values(named.getFields())) {
      const found = below(inner, innerType)
      if (found) return [name, ...found]
    }
    return undefined
  }
  for (const root of [schema.getMutationType(), schema.getQueryType(), schema.getSubscriptionType()])
    for (const field of Object.values(root?.getFields() ?? {}))
      for (const { name, type: of } of field.args) {
        const names = below(name, of)
        if (names) return { root: String(root).toLowerCase(), field, names }
      }
  return undefined
}

const places = Object.values(schema.getTypeMap())
  .filter(isScalarType)
  .flatMap(type => {
    const place = placeOf(type)
    return place ? [{ name: type.name, place }] : []
  })

test('every scalar of the inputs is tested', () => {
  expect(places.map(({ name }) => name).sort()).toEqual(Object.keys(refused).sort())
})

describe.each(places)('$name', ({ name, place: { root, field, names } }) => {
  const [argument = '', ...below] = names
  const path = argument === 'input' ? below : [...names]
  const given = refused[name] ?? { literal: '' }

  test('as a literal', async () => {
    const value = below.reduceRight((inner, of) => `{ ${of}: ${inner} }`, given.literal)
    const query = `${root} {\n ${field.name}(${argument}: ${value}) { __typename } }`
    const [error, ...others] = at(await errorsOf(query), path)
    expect(others).toEqual([])
    expect(error).toEqual({
      message: `${path.join('.')}: ${error?.extensions.issues?.[0]?.message}`,
      locations: [{ line: 2, column: expect.any(Number) }],
      extensions: {
        code: 'BAD_USER_INPUT',
        issues: [{ path, code: 'FORMAT', message: expect.stringContaining(name) }],
      },
    })
    // The literal is at this place, whatever comes after it.
    const column = error?.locations?.[0]?.column ?? 0
    expect(query.split('\n')[1]?.slice(column - 1, column - 1 + given.literal.length)).toBe(given.literal)
  })

  if (!('variable' in given)) return
  test('in a variable', async () => {
    const type = field.args.find(arg => arg.name === argument)?.type
    const value = below.reduceRight<unknown>((inner, of) => ({ [of]: inner }), given.variable)
    const query = `${root} (\n $given: ${type}) { ${field.name}(${argument}: $given) { __typename } }`
    const [error, ...others] = at(await errorsOf(query, { given: value }), path)
    expect(others).toEqual([])
    expect(error).toEqual({
      message: `Variable "$${['given', ...below].join('.')}" got an invalid value; ${error?.extensions.issues?.[0]?.message}`,
      locations: [{ line: 2, column: 2 }],
      extensions: {
        code: 'BAD_USER_INPUT',
        issues: [{ path, code: 'FORMAT', message: expect.stringContaining(name) }],
      },
    })
  })
})

describe('the place of a value', () => {
  const both = async (written: string, value: unknown, type = 'ChargeFilter') => {
    const literal = await errorsOf(`{ charges(filter: ${written}) { nodes { id } } }`)
    const variable = await errorsOf(`query ($f: ${type}) { charges(filter: $f) { nodes { id } } }`, { f: value })
    const [fromLiteral, fromVariable] = [literal, variable].map(told => told.map(error => error.extensions.issues?.[0]))
    expect(fromLiteral).toEqual(fromVariable)
    return fromLiteral?.map(issue => `${issue?.path.join('.')} ${issue?.code}`)
  }

  test('an entry of a list, an unknown enum value, an unknown field', async () => {
    expect(await both('{ status: [FAILED, PAID] }', { status: ['FAILED', 'PAID'] })).toEqual([
      'filter.status.1 UNSUPPORTED',
    ])
    expect(await both('{ charge: "chg_1" }', { charge: 'chg_1' })).toEqual(['filter.charge UNSUPPORTED'])
  })

  test('a null and a missing required field', async () => {
    const mutation = (written: string) => `mutation { chargeSync(input: ${written}) { __typename } }`
    const issuesOf = async (query: string, variables?: unknown) =>
      (await errorsOf(query, variables)).map(({ extensions: { code, issues = [] } }) => [
        code,
        ...issues.map(issue => `${issue.path.join('.')} ${issue.code}`),
      ])
    const inVariable = 'mutation ($given: ChargeSyncInput!) { chargeSync(input: $given) { __typename } }'
    const required = [['BAD_USER_INPUT', 'chargeId REQUIRED']]
    expect(await issuesOf(mutation('{ chargeId: null }'))).toEqual(required)
    expect(await issuesOf(mutation('{}'))).toEqual(required)
    expect(await issuesOf(inVariable, { given: { chargeId: null } })).toEqual(required)
    expect(await issuesOf(inVariable, { given: {} })).toEqual(required)
    expect(await issuesOf(inVariable, {})).toEqual([['BAD_USER_INPUT', ' REQUIRED']])
  })

  test('a variable inside a literal, and a variable’s own default', async () => {
    const amount = `amount: { value: $v, currency: "USD" }`
    const input = `{ idempotencyKey: "k", agreementId: "agr_1", ${amount} }`
    const charge = (variable: string) => `mutation (${variable}) { chargeCreate(input: ${input}) { __typename } }`
    expect((await errorsOf(charge('$v: MinorUnits!'), { v: '1.5' }))[0]?.extensions.issues?.[0]).toMatchObject({
      path: ['amount', 'value'],
      code: 'FORMAT',
    })
    expect((await errorsOf(charge('$v: MinorUnits! = "1.5"')))[0]).toMatchObject({
      message: 'MinorUnits must be a string of digits or a safe integer, up to 9007199254740991.',
      locations: [{ line: 1, column: 29 }],
    })
  })

  test('text of the caller’s that looks like a path is not one', async () => {
    const [error] = await errorsOf('query ($c: DateTime) { charges(filter: { createdAfter: $c }) { nodes { id } } }', {
      c: 'x at "c.y',
    })
    expect(error?.extensions.issues?.[0]?.path).toEqual(['filter', 'createdAfter'])
  })
})

test('an error that is not about a value has no issues', async () => {
  expect(await errorsOf('{ charges { nodes { nothing } } }')).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ])
  expect((await errorsOf('query ($id: ID) { charge(id: $id) { id } }'))[0]?.extensions.issues).toBeUndefined()
})

test('no message quotes a value: it can be a consumer’s, and callers log messages', async () => {
  const create = 'mutation ($input: ConsumerCreateInput!) { consumerCreate(input: $input) { __typename } }'
  const personal = { idempotencyKey: 'Canaria', country: 'DE', name: 'Canaria', metadata: { note: 'Canaria' } }
  const written = (input: string) => `mutation { consumerCreate(input: ${input}) { __typename } }`
  const all = [
    ...(await errorsOf(create, { input: { ...personal, bogus: 1 } })),
    ...(await errorsOf(create, { input: { ...personal, name: { text: 'Canaria; at "x"' } } })),
    ...(await errorsOf(create, { input: 'Canaria' })),
    ...(await errorsOf(written('"Canaria"'))),
    ...(await errorsOf(written('{ idempotencyKey: "k", country: "Canaria", name: { text: "Canaria" } }'))),
    ...(await errorsOf('{ charges(filter: { status: ["Canaria"] }) { nodes { id } } }')),
    ...(await errorsOf('{ consumers(filter: "Canaria" "Canaria") { nodes { id } } }')),
    ...(await errorsOf('query ($n: Int) { charges(first: $n) { nodes { id } } }', { n: 'Canaria' })),
  ]
  expect(JSON.stringify(all)).not.toContain('Canaria')
  expect(all.map(({ message }) => message)).toEqual([
    'Variable "$input" got an invalid value; Field "bogus" is not defined by type "ConsumerCreateInput".',
    'Variable "$input.name" got an invalid value; String cannot represent a non string value.',
    'Variable "$input" got an invalid value; Expected type "ConsumerCreateInput" to be an object.',
    'Expected value of type "ConsumerCreateInput!".',
    'country: CountryCode must be two capital letters, e.g. DE.',
    'name: String cannot represent a non string value.',
    'filter.status.0: Enum "ChargeStatus" cannot represent non-enum value.',
    'Syntax Error: Expected Name, found String.',
    'Variable "$n" got an invalid value; Int cannot represent non-integer value.',
  ])
})

test('an unexpected error of a scalar stays masked', async () => {
  const picky = buildSchema('scalar Picky type Query { a(p: Picky): Int }')
  const type = picky.getType('Picky')
  if (!isScalarType(type)) throw new Error('Picky is a scalar')
  type.parseValue = () => {
    throw new TypeError('secret')
  }
  const broken = await startSmallServer({ sdl: 'type Query { unused: Int }', ports: { schema: picky } })
  const response = await post(broken.graphqlUrl, { query: 'query ($p: Picky) { a(p: $p) }', variables: { p: 1 } })
  expect(await response.json()).toMatchObject({
    errors: [{ message: 'Unexpected error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  })
  await broken.stop()
})

test('at most 20 errors of an execution are listed with their place, the others are counted', async () => {
  const listing = await startSmallServer({
    sdl: 'type Query { items: [Item!]! } type Item { upcoming(first: Int! = 1): Int }',
    resolvers: { Query: { items: () => Array.from({ length: 100 }, () => ({ upcoming: 1 })) } },
  })
  const aliases = Array.from({ length: 30 }, (_, index) => `a${index}: items { upcoming(first: $n) }`).join(' ')
  const response = await post(listing.graphqlUrl, {
    query: `query ($n: Int = 1) { ${aliases} }`,
    variables: { n: null },
  })
  const { data, errors } = (await response.json()) as { data: object; errors: ErrorEntry[] }
  expect(Object.keys(data)).toHaveLength(30)
  expect(errors.map(({ extensions: { issues } }) => issues?.[0]?.path)).toEqual([
    ...Array(20).fill(['first']),
    undefined,
  ])
  expect(errors.at(-1)).toEqual({
    message: '2980 more errors are not shown.',
    extensions: { code: 'BAD_USER_INPUT' },
  })
  await listing.stop()
})
