import { readFile } from 'node:fs/promises'
import {
  type GraphQLNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
  validateSchema,
} from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../schema/index.ts'
import { printGraph } from '../../schema/print.ts'
import {
  agreementStatuses,
  chargeStatuses,
  exhaustedActions,
  intervalUnits,
  occurrenceStatuses,
  operationStatuses,
  providerCodes,
  scheduleStatuses,
} from '../../src/domain/enums.ts'
import { unsizedFields } from './support/unsized-fields.ts'

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))

test('is a valid schema', () => {
  expect(validateSchema(schema)).toEqual([])
})

test('schema.graphql is fresh: npm run schema:print', async () => {
  const printed = await readFile(new URL('../../schema/schema.graphql', import.meta.url), 'utf8')
  expect(printed).toBe(printGraph(schema))
})

test('everything has a description', () => {
  expect(types.flatMap(undescribed)).toEqual([])
})

function undescribed(type: GraphQLNamedType): string[] {
  const described: { coordinate: string; description?: string | null | undefined }[] = [
    { coordinate: type.name, description: type.description },
  ]
  if (isEnumType(type))
    for (const { name, description } of type.getValues())
      described.push({ coordinate: `${type.name}.${name}`, description })
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`
      described.push({ coordinate, description: field.description })
      for (const { name, description } of 'args' in field ? field.args : [])
        described.push({ coordinate: `${coordinate}(${name}:)`, description })
    }
  return described.filter(({ description }) => !description?.trim()).map(({ coordinate }) => coordinate)
}

test('every list has a size that an operation’s cost is counted by: listOf(…) in its extensions', () => {
  expect(unsizedFields(schema).lists).toEqual([])
})

test('every JSON field has a size that an operation’s cost is counted by: jsonOf(…) in its extensions', () => {
  expect(unsizedFields(schema).json).toEqual([])
})

test('every list of an input says how many entries it accepts', () => {
  const inputs = types.filter(isInputObjectType).flatMap(type => Object.values(type.getFields()))
  const outputs = types.filter(type => isObjectType(type) || isInterfaceType(type))
  const args = outputs.flatMap(type => Object.values(type.getFields()).flatMap(field => field.args))
  const lists = [...inputs, ...args].filter(({ type }) => isListType(getNullableType(type)))
  expect(lists.map(({ name }) => name).toSorted()).toEqual([
    'authenticationTypes',
    'eventIds',
    'eventTypes',
    'eventTypes',
    'ids',
    'kinds',
    'operationStatus',
    'origins',
    'retryAfterDays',
    'scopes',
    'state',
    'status',
    'status',
    'status',
    'status',
    'types',
  ])
  expect(lists.filter(({ description }) => !/at most \d+|\d+ at most/.test(description ?? ''))).toEqual([])
})

test('every member of a result except its payload is a UserError', () => {
  const results = types.filter(isUnionType)
  expect(results.length).toBeGreaterThan(0)
  for (const result of results) {
    expect(result.name).toMatch(/Result$/)
    const [payload, ...failures] = result.getTypes()
    expect(payload?.name).toBe(result.name.replace(/Result$/, 'Payload'))
    for (const failure of failures) expect(failure.getInterfaces().map(({ name }) => name)).toEqual(['UserError'])
  }
})

test('each idempotency key says how long it is kept', () => {
  const kept = types.filter(isInputObjectType).flatMap(type => {
    const description = type.getFields()['idempotencyKey']?.description
    return description ? [[type.name, /The key is kept [^.]*\./.exec(description)?.[0]]] : []
  })
  const asLongAsItsObject = 'The key is kept as long as the object that it created.'
  expect(Object.fromEntries(kept)).toEqual({
    ConsumerCreateInput: 'The key is kept for 30 days.',
    AgreementCreateInput: asLongAsItsObject,
    ChargeCreateInput: asLongAsItsObject,
    ChargeCaptureInput: asLongAsItsObject,
    ChargeRefundInput: asLongAsItsObject,
    ChargeVoidInput: asLongAsItsObject,
    ChargeResolveInput: 'The key is kept as long as the charge.',
    ScheduleCreateInput: asLongAsItsObject,
    OccurrenceRetryInput: asLongAsItsObject,
    WebhookEndpointCreateInput: 'The key is kept for 30 days.',
  })
})

test('a mutation is named after its input and its result', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {})
  expect(mutations.length).toBeGreaterThan(0)
  for (const { name, type, args } of mutations) {
    const capitalized = name.charAt(0).toUpperCase() + name.slice(1)
    // Nullable, so that an unexpected error in one mutation leaves the results of the others.
    expect(String(type)).toBe(`${capitalized}Result`)
    expect(args.map(argument => `${argument.name}: ${argument.type}`)).toEqual([`input: ${capitalized}Input!`])
  }
})

test.each([
  ['AgreementStatus', agreementStatuses],
  ['ChargeStatus', chargeStatuses],
  ['OperationStatus', operationStatuses],
  ['ScheduleStatus', scheduleStatuses],
  ['OccurrenceStatus', occurrenceStatuses],
  ['ExhaustedAction', exhaustedActions],
  ['IntervalUnit', intervalUnits],
  ['ProviderCode', providerCodes],
] as const)('%s has the words of the domain', (name, words) => {
  const type = schema.getType(name)
  expect(isEnumType(type) && type.getValues().map(value => value.name)).toEqual(words)
})
