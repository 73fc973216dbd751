import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MOST_SUBSCRIPTIONS } from '../../src/http/graphql/engine.ts'
import { defaultLimits } from '../../src/http/graphql/limits/limits.ts'
import { defaultQuotas, policiesFrom } from '../../src/http/quotas/settings.ts'
import { BODY_LIMIT_BYTES } from '../../src/http/request/body.ts'
import { MAX_HEADER_BYTES } from '../../src/http/server.ts'
import { defaultSettings } from '../../src/http/websocket/socket-server.ts'

const page = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')

/** The numbers of the row of docs/limits.md that begins with this text. */
function row(begin: string): number[] {
  const line = page.split('\n').find(text => text.startsWith(`| ${begin}`))
  const [, , ...cells] = line?.split('|') ?? []
  return (cells.join('|').match(/[\d,]+/g) ?? []).map(number => Number(number.replaceAll(',', '')))
}

test.each([
  ['tokens of a document', [defaultLimits.tokens]],
  ['levels of brackets', [defaultLimits.nesting]],
  ['fields inside fields', [defaultLimits.depth]],
  ['aliases; fields at the root', [defaultLimits.aliases, defaultLimits.rootFields]],
  ['directives; directives on one', [defaultLimits.directives, defaultLimits.directivesAtOnce]],
  ['fields, with every fragment', [defaultLimits.fields]],
  ['entries of a list', [defaultLimits.inputEntries]],
  ['objects that the lists', [defaultLimits.listedObjects]],
  ['values of all its fields', [defaultLimits.values]],
  ['bytes of a request', [BODY_LIMIT_BYTES, defaultSettings.maxMessageBytes, MAX_HEADER_BYTES]],
  ['bytes of a response', [defaultLimits.answerBytes]],
  ['milliseconds of a query', [defaultLimits.operationMs]],
  ['operations at once on one WebSocket', [defaultSettings.maxOperations]],
])('docs/limits.md has the numbers of the code: %s', (begin, numbers) => expect(row(begin)).toEqual(numbers))

test('docs/limits.md has the quotas of the code', () => {
  const { merchant, key, token, address, values, tokenValues, unknownKeys } = policiesFrom(defaultQuotas)
  const numbersOf = (...policies: (typeof merchant)[]) => policies.flatMap(({ perSecond, quota }) => [perSecond, quota])
  const { merchantShare, queriesAtOnce, mutationsAtOnce, mostWaiting } = defaultQuotas
  const share = MOST_SUBSCRIPTIONS * merchantShare
  expect({
    operations: row('operations: each second'),
    values: row('values: each second'),
    subscriptions: row('open subscriptions'),
    sockets: row('open WebSockets'),
    connections: row('connections |'),
    running: row('queries that run'),
    waiting: row('queries that wait'),
    database: row('connections to the database'),
    credentials: row('invalid credentials'),
  }).toEqual({
    operations: numbersOf(merchant, key, token, address),
    values: numbersOf(values, tokenValues),
    subscriptions: [share, share / 2, defaultQuotas.subscriptionsOfToken, defaultQuotas.subscriptionsOfAddress],
    sockets: [defaultQuotas.socketsOfToken, defaultQuotas.socketsOfAddress],
    connections: [defaultQuotas.connectionsOfAddress],
    running: [queriesAtOnce, mutationsAtOnce, queriesAtOnce],
    waiting: [mostWaiting, mostWaiting],
    database: [10 * merchantShare],
    credentials: numbersOf(unknownKeys),
  })
})
