import { Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../../schema/index.ts'
import { listFields } from '../../../schema/lists/list-fields.ts'
import { isListOperation } from '../../../src/http/graphql/list-operation.ts'

function isList(text: string): boolean {
  const document = parse(text)
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation')
  return isListOperation(document, operation)
}

test.each([
  '{ charges { nodes { id } } }',
  'query { __typename consumers { nodes { id } } overview(from: 1, to: 2) { volume { currency } } }',
  'query ($text: String!) { ...found } fragment found on Query { search(text: $text) { matchedBy } }',
  '{ ... on Query { agreements { nodes { id } } } }',
])('a replica may answer %s', text => expect(isList(text)).toBe(true))

test.each([
  '{ charge(id: "chg_1") { id } }',
  '{ charges { nodes { id } } eventCursor }',
  '{ charges { nodes { id } } node(id: "chg_1") { id } }',
  '{ events { nodes { id } } }',
  '{ apiKeys { nodes { id } } }',
  '{ ...mixed } fragment mixed on Query { charges { nodes { id } } viewer { scopes } }',
  'mutation { charges { id } }',
  'subscription { charges { id } }',
])('the primary answers %s', text => expect(isList(text)).toBe(false))

test('every list of the schema was decided on', () => {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  const connections = fields.filter(({ type }) => /Connection!?$/.test(String(type))).map(({ name }) => name)
  const onPrimary = ['apiKeys', 'events', 'providerAccounts', 'webhookDeliveries', 'webhookEndpoints']
  expect(connections.filter(name => !listFields.has(name)).sort()).toEqual(onPrimary)
  for (const name of listFields) expect(fields.map(field => field.name)).toContain(name)
})
