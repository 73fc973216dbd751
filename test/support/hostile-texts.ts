import { writeSync } from 'node:fs'
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  graphql,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isScalarType,
  parse,
  subscribe,
} from 'graphql'
import { pino } from 'pino'
import { createContext } from '../../schema/context.ts'
import { schema } from '../../schema/index.ts'
import { kindOfId } from '../../src/base/id.ts'
import { describeError } from '../../src/base/log/describe-error.ts'
import { createOutbound } from '../../src/base/outbound/outbound.ts'
import { e164Of } from '../../src/base/text/phone-number.ts'
import { systemTime } from '../../src/base/time/real-time.ts'
import { scopes } from '../../src/domain/access/scopes.ts'
import { reasonOf } from '../../src/domain/input/reason.ts'
import { refuseVariables } from '../../src/http/graphql/errors/input-values.ts'
import { defaultLimits } from '../../src/http/graphql/limits/limits.ts'
import { acceptable, isJsonBody } from '../../src/http/graphql/media-type.ts'
import { readParameters } from '../../src/http/graphql/parameters.ts'
import { bearerOf, credentialOf } from '../../src/http/request/bearer.ts'
import { requestIdOf } from '../../src/http/request/request-id.ts'
import type { Deps } from '../../src/operations/command/deps.ts'
import { readHostedToken } from '../../src/operations/hosted-page/link.ts'
import { merchantPage } from '../../src/operations/hosted-page/redirect.ts'
import { readReturnToken } from '../../src/operations/hosted-page/return-link.ts'
import { documentedNameAtEnd, isParameterName } from '../../src/providers/aps/requests/parameter-names.ts'
import { shapeProblem } from '../../src/providers/aps/requests/shape.ts'
import { unescapeHtml } from '../../src/providers/aps/requests/text.ts'
import { verifySignature } from '../../src/providers/ppro/signature.ts'
import { createCursorCodec } from '../../src/store/event-log/cursor.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { noOwnAccounts } from './world/no-own-accounts.ts'
import { newVault } from './world/vault.ts'

// A program of its own, because a pattern that takes quadratic time cannot be interrupted: gives every field and reader
// of callers' text hostile strings and prints the current one. Its last line is "done".

const LENGTH = 1_000_000
const repeated = (pattern: string, end = '') => pattern.repeat(LENGTH / pattern.length) + end

const texts: Readonly<Record<string, string>> = {
  'dots behind an at sign': `a@${repeated('.', ' ')}`,
  'labels behind an at sign': `a@${repeated('a.', '@')}`,
  letters: repeated('a'),
  spaces: `x${repeated(' ', 'x')}`,
  dashes: repeated('-', 'x'),
  digits: repeated('0', 'x'),
  slashes: `https://a${repeated('/', ' ')}`,
  backslashes: repeated('\\'),
  'combining marks': `a${repeated('\u0301\u0316')}`,
  emoji: repeated('😀'),
  'opening quotes': repeated('“'),
  quotes: repeated('"\'`'),
  entities: repeated('&#1'),
  'equals signs': repeated('amount='),
  parentheses: repeated('('),
  percents: repeated('%2'),
  extensions: `+49 30 123456${repeated(' ext')}`,
}

const vault = newVault(new Uint8Array(32).fill(7))
const deps: Deps = {
  // Nothing listens there: what passes every check fails at once.
  database: openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' }),
  vault,
  providers: { entries: [], find: () => undefined, ...noOwnAccounts },
  clock: { now: () => new Date() },
  realTime: systemTime,
  log: pino({ level: 'silent' }),
  cursors: createCursorCodec({ epoch: 'hostile1', vault }),
  background: { run: () => {} },
  tail: {
    wake: () => {},
    newestChange: () => undefined,
    subscribe: () => {
      throw new Error('no tail runs here')
    },
  },
  outbound: createOutbound({ loopback: false, deadlineMs: 1 }),
  settings: {
    publicUrl: 'http://gateway.test',
    absenceMs: 5_000,
    providerDeadlineMs: 10_000,
    answerWaitMs: 10_000,
    resendWindowMs: 30_000,
    sandbox: true,
    accountOwner: () => undefined,
    accountAddresses: () => undefined,
  },
}

const wellFormed: Readonly<Record<string, unknown>> = {
  DateTime: '2030-01-01T00:00:00Z',
  Date: '2026-01-01',
  LocalTime: '09:00',
  MinorUnits: '1000',
  CurrencyCode: 'USD',
  CountryCode: 'DE',
  TimeZone: 'UTC',
  Int: 1,
  Float: 1,
  Boolean: true,
}

/** A value for an argument, hostile wherever its type accepts any text. */
function argumentOf(type: GraphQLInputType, text: string): unknown {
  if (isNonNullType(type)) return argumentOf(type.ofType, text)
  if (isListType(type)) return [argumentOf(type.ofType, text)]
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (isInputObjectType(type))
    return Object.fromEntries(Object.values(type.getFields()).map(field => [field.name, argumentOf(field.type, text)]))
  if (type.name === 'JSON') return { [text]: text }
  if (type.name !== 'URL') return wellFormed[type.name] ?? text
  const url = `https://shop.example/${text}`
  return /\s/.test(text) ? encodeURI(url) : url
}

/** Runs a field with one of its arguments, and its required ones. */
async function execute(kind: string, field: GraphQLField<unknown, unknown>, of: string, text: string): Promise<void> {
  const { name, type } = field
  const args = field.args.filter(arg => arg.name === of || isNonNullType(arg.type))
  const declared = args.map(arg => `$${arg.name}: ${arg.type}`).join(', ')
  const passed = args.map(arg => `${arg.name}: $${arg.name}`).join(', ')
  const selection = isLeafType(getNamedType(type)) ? '' : '{ __typename }'
  const source = `${kind} (${declared}) { ${name} (${passed}) ${selection} }`
  const tenant = { merchantId: 'mer_1', mode: 'TEST' } as const
  const caller = { tenant, merchantName: 'Test merchant', actor: 'key_1', scopes }
  const variableValues = Object.fromEntries(args.map(arg => [arg.name, argumentOf(arg.type, text)]))
  const contextValue = createContext(deps, caller, 'request-1')
  if (kind === 'subscription') await subscribe({ schema, document: parse(source), variableValues, contextValue })
  else await graphql({ schema, source, variableValues, contextValue })
}

const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(root =>
  Object.values(root?.getFields() ?? {}).flatMap(field =>
    field.args.map(
      ({ name }) =>
        [
          `${root?.name}.${field.name}(${name}:)`,
          (text: string) => execute(root?.name.toLowerCase() ?? '', field, name, text),
        ] as const,
    ),
  ),
)
const leaves = Object.values(schema.getTypeMap())
  .filter(isScalarType)
  .map(type => [type.name, (text: string) => type.parseValue(text)] as const)

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  describeError: text => describeError(new Error(text)),
  kindOfId,
  e164Of: text => e164Of(text, 'DE'),
  reasonOf,
  bearerOf: text => bearerOf(`Bearer ${text}`),
  credentialOf: text => credentialOf({ authorization: text }),
  acceptable,
  isJsonBody: text => isJsonBody({ 'content-type': `application/json${text}` }),
  readParameters: text => readParameters(Buffer.from(text)),
  refuseVariables: text => refuseVariables({ text }, defaultLimits),
  requestIdOf,
  merchantPage: text => merchantPage(`https://shop.example/?${text}`, 'agr_1'),
  readHostedToken: text => readHostedToken({ vault }, text),
  readReturnToken: text => readReturnToken({ vault }, text),
  cursor: text => deps.cursors.decode({ merchantId: 'mer_1', mode: 'TEST' }, text),
  isParameterName,
  documentedNameAtEnd,
  shapeProblem: text => shapeProblem({ '3ds_url': text, order_description: text, [text]: text }),
  unescapeHtml,
  verifySignature: text => verifySignature({ 'ppro-signature': `t=1,s=${text}` }, Buffer.from(text), 'secret'),
}

for (const [reader, read] of [...leaves, ...Object.entries(readers), ...fields])
  for (const [name, text] of Object.entries(texts)) {
    writeSync(1, `${reader}: ${name}\n`)
    try {
      await read(text)
    } catch {
      // A refusal is the expected result.
    }
  }
writeSync(1, 'done\n')
process.exit(0)
