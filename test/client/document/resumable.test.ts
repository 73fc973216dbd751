import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { resumable } from '../../../src/client/document/resumable.ts'
import * as client from '../../../src/client/index.ts'

const schemaFile = path.join(import.meta.dirname, '../../../schema/schema.graphql')
const schema = buildSchema(readFileSync(schemaFile, 'utf8'))

test.each([
  [
    'subscription { events { type } }',
    'subscription($after: EventCursor) { events(after: $after) { eventCursor type } }',
  ],
  [
    'subscription S { chargeChanged(chargeId: "chg_1") { status } }',
    'subscription S($after: EventCursor) { chargeChanged(after: $after, chargeId: "chg_1") { eventCursor status } }',
  ],
  [
    'subscription S($id: ID!) { changed: chargeChanged(chargeId: $id) @include(if: true) { eventCursor status } }',
    'subscription S($after: EventCursor, $id: ID!) { changed: chargeChanged(after: $after, chargeId: $id) @include(if: true) { eventCursor status } }',
  ],
  [
    'subscription S($after: EventCursor) { events { cursor: eventCursor } }',
    'subscription S($after: EventCursor) { events(after: $after) { eventCursor cursor: eventCursor } }',
  ],
  [
    '# subscription { a }\nfragment subscription on LogEvent { type }\nsubscription ($f: LogEventFilter = { types: ["after: {"] }) { events(filter: $f) { ...subscription } }',
    '# subscription { a }\nfragment subscription on LogEvent { type }\nsubscription ($after: EventCursor, $f: LogEventFilter = { types: ["after: {"] }) { events(after: $after, filter: $f) { eventCursor ...subscription } }',
  ],
])('what resuming requires is added: %s', (text, expected) => {
  expect(resumable(text)).toEqual({ text: expected, variable: 'after' })
  expect(validate(schema, parse(expected))).toEqual([])
})

test('the variable can have any name', () => {
  const text = 'subscription ($from: EventCursor) { events(after: $from) { eventCursor } }'
  expect(resumable(text)).toEqual({ text, variable: 'from' })
})

test('a document that has both is sent as it is, so that it can be a registered one', () => {
  const own = Object.values(client)
    .map(String)
    .filter(text => text.trimStart().startsWith('subscription'))
  expect(own.length).toBe(readOperations().match(/^subscription /gm)?.length)
  for (const text of own) expect(resumable(text)).toEqual({ text, variable: 'after' })
})

test('a query is left as it is, and so is a subscription whose field is in a fragment', () => {
  for (const text of ['{ subscription }', 'query subscriptions { events { nodes { id } } }', 'subscription { ...F }'])
    expect(resumable(text)).toEqual({ text, variable: 'after' })
})

test('a cursor in the text cannot be resumed from', () => {
  expect(() => resumable('subscription { events(after: "c1") { type } }')).toThrow('must be a variable')
})

function readOperations(): string {
  const folder = path.join(import.meta.dirname, '../../../src/client/operations')
  return readdirSync(folder)
    .map(name => readFileSync(path.join(folder, name), 'utf8'))
    .join('')
}
