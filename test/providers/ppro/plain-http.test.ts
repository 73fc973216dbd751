import { expect, test } from 'vitest'
import { translateAnswer } from '../../../src/providers/ppro/answers/answer.ts'
import { queryStatus } from '../../../src/providers/ppro/answers/status-query.ts'
import type { PproClient } from '../../../src/providers/ppro/client.ts'
import { rereadWebhook } from '../../../src/providers/ppro/webhooks/webhook.ts'
import { reportOf, reportsOf } from '../support/commands.ts'
import { authorization, charge, createAgreement, createCharge, respond } from '../support/ppro-answers.ts'
import { event } from '../support/ppro-webhooks.ts'

const requestUrl = 'http://ppro.example/pay'
const authenticationMethods = [
  { type: 'REDIRECT', details: { requestUrl } },
  { type: 'SCAN_CODE', details: { codeType: 'QR', codeImage: 'http://ppro.example/code.png' } },
  { type: 'APP_INTENT', details: { mobileIntentUri: 'http://ppro.example/app' } },
]
const all = [
  { type: 'REDIRECT', requestUrl, requestMethod: 'GET' },
  { type: 'SCAN_CODE', codeType: 'QR', codeImageUrl: 'http://ppro.example/code.png' },
  { type: 'APP_INTENT', appUrl: 'http://ppro.example/app' },
]
const secureOnly = [{ type: 'SCAN_CODE', codeType: 'QR' }]

const agreement = { id: 'agr_1', status: 'AUTHENTICATION_PENDING', authenticationMethods }
const waiting = charge('AUTHENTICATION_PENDING', {
  authorizations: [authorization({ status: 'AUTHENTICATION_PENDING' })],
  authenticationMethods,
})

const notice = (account: { baseUrl: string }, type: string, data: object) =>
  rereadWebhook(account, Buffer.from(JSON.stringify(event(type, { ...data, authenticationMethods })))) ?? {}

test.each([
  ['https://ppro.example', secureOnly],
  ['http://127.0.0.1:4010/ppro', all],
])('an account at %s: pages without TLS only if it is reached without TLS itself', async (baseUrl, expected) => {
  const account = { baseUrl }
  const answer = (request: typeof createCharge, body: object) =>
    translateAnswer(account, request, respond(200, body)).answer
  const client = { get: async () => respond(200, waiting) } as unknown as PproClient
  const question = { about: 'charge', providerReference: 'charge_1', sentReference: 'att_1' } as const
  const found = (await queryStatus(account, client, question, 1_000)).answer
  const charged = { authorizationId: 'authz_1' }
  const told = [
    reportOf(answer(createAgreement, agreement), 'agreement'),
    reportOf(answer(createCharge, waiting), 'charge'),
    reportOf({ reports: reportsOf(found) }, 'charge'),
    reportOf(notice(account, 'PAYMENT_AGREEMENT_AUTHENTICATION_PENDING', {}), 'agreement'),
    reportOf(notice(account, 'PAYMENT_CHARGE_AUTHENTICATION_PENDING', charged), 'charge'),
  ]
  expect(told.map(report => report.authenticationMethods)).toEqual(told.map(() => expected))
})
