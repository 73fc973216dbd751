import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { declineCodes } from '../../../src/domain/decline/codes.ts'
import { type Failure, neverArrived, providerUnreachable, unexplained } from '../../../src/domain/decline/failure.ts'
import { type RetryRule, retryRules } from '../../../src/domain/decline/retry-rules.ts'
import { retryRuleOf, retryRuleOfCode, TAXONOMY_VERSION } from '../../../src/domain/decline/taxonomy.ts'
import { acquirerCodes } from '../../../src/providers/aps/codes/acquirer-codes.ts'
import { judge } from '../../../src/providers/aps/codes/verdict.ts'
import { failureCodes } from '../../../src/providers/ppro/answers/failure-codes.ts'
import { mapFailure } from '../../../src/providers/ppro/answers/failure-mapping.ts'
import { failureRows as rows } from '../../support/database/failure-rows.ts'

const HOUR_MS = 3_600_000

/** Codes of the failures that the gateway itself states: found in its sources beside their kind. */
async function gatewayCodes(): Promise<readonly string[]> {
  const source = fileURLToPath(new URL('../../../src', import.meta.url))
  const files = await readdir(source, { recursive: true })
  const texts = await Promise.all(
    files
      .filter(file => file.endsWith('.ts') && !file.startsWith('sandbox'))
      .map(file => readFile(path.join(source, file), 'utf8')),
  )
  return texts.flatMap(text =>
    [...text.matchAll(/kind: '[A-Z_]+',\s+code: '([A-Z_]+)'/g)].map(([, code]) => code ?? ''),
  )
}

const failure = (given: Partial<Failure>): Failure => ({
  kind: 'SOFT_DECLINE',
  code: 'INSUFFICIENT_FUNDS',
  advice: 'RETRY_LATER',
  message: 'No.',
  ...given,
})

test('every code that a table or the gateway gives is classified, and no other (scenario 21)', async () => {
  const given = await gatewayCodes()
  expect(given).toContain('PROVIDER_UNREACHABLE')
  expect(given).toContain('PROVIDER_CREDENTIALS_REFUSED')
  const used = new Set([...rows.map(([, { code }]) => code), ...given])
  expect([...used].filter(code => !retryRules.has(code))).toEqual([])
  expect([...retryRules.keys()].filter(code => !used.has(code))).toEqual([])
})

test('a code is never retried exactly if no row of it advises to retry later (scenario 21)', () => {
  for (const [code, ofCode] of Map.groupBy(rows, ([, row]) => row.code)) {
    const later = ofCode.some(([, { advice }]) => advice === 'RETRY_LATER')
    expect(retryRuleOfCode(code).retry !== 'never', code).toBe(later)
  }
})

// After a change of a table or a rule: set TAXONOMY_VERSION to the day, and copy the new value from this test's
// failure. Texts for people do not count.
test('the version matches the current tables and rules (scenario 21)', () => {
  const tables = rows.map(([name, { kind, code, advice }]) => [name, kind, code, advice])
  const settled = Object.entries(acquirerCodes).map(([code, entry]) => [code, entry.settled])
  const judged = JSON.stringify([tables, settled, [...retryRules], retryRuleOfCode('NEW')])
  expect({ version: TAXONOMY_VERSION, of: createHash('sha256').update(judged).digest('hex').slice(0, 16) }).toEqual({
    version: '2026-11-23',
    of: '4d0005412def50af',
  })
})

describe('whether a retry is possible', () => {
  const never: RetryRule = { retry: 'never' }

  test('a decline is retried only if a later try is advised, and the card, request or consumer is not the cause (scenario 21)', () => {
    const kindsRetried = new Set(['SOFT_DECLINE', 'PROVIDER_ERROR', 'EXPIRED'])
    for (const code of [...retryRules.keys(), 'NEW_WORD'].filter(code => code !== 'PROVIDER_CREDENTIALS_REFUSED'))
      for (const kind of new Set(declineCodes.map(of => of.kind)))
        for (const advice of new Set(declineCodes.map(of => of.advice))) {
          const allowed = advice === 'RETRY_LATER' && kindsRetried.has(kind)
          expect(retryRuleOf(failure({ code, kind, advice })), `${kind} ${code} ${advice}`).toEqual(
            allowed ? retryRuleOfCode(code) : never,
          )
        }
  })

  test('every row of the tables that is not soft, late or the provider’s fault is never retried (scenario 21)', () => {
    const retried = rows.filter(([, row]) => retryRuleOf(row).retry !== 'never').map(([, row]) => row)
    expect([...new Set(retried.map(({ kind }) => kind))].sort()).toEqual(['EXPIRED', 'PROVIDER_ERROR', 'SOFT_DECLINE'])
    expect(retried.every(({ advice }) => advice === 'RETRY_LATER')).toBe(true)
  })

  test.each([
    ['INSUFFICIENT_FUNDS', { retry: 'retrySchedule', minimumWaitMs: 0, mostTries: null }],
    ['GENERIC_DECLINE', { retry: 'retrySchedule', minimumWaitMs: 0, mostTries: null }],
    ['VELOCITY_EXCEEDED', { retry: 'retrySchedule', minimumWaitMs: 20 * HOUR_MS, mostTries: null }],
    ['DO_NOT_HONOR', { retry: 'retrySchedule', minimumWaitMs: 0, mostTries: 5 }],
    ['A_WORD_OF_TOMORROW', { retry: 'retrySchedule', minimumWaitMs: 0, mostTries: 3 }],
    ['EXPIRED_CARD', never],
    ['STOLEN_CARD', never],
    ['AUTHENTICATION_FAILED', never],
    ['INVALID_REQUEST', never],
    ['CANCELED_BY_CONSUMER', never],
  ])('%s (scenario 21)', (code, rule) => {
    expect(retryRuleOfCode(code)).toEqual(rule)
  })

  test('a request that did not reach the provider is retried every hour, 24 times (scenario 21)', () => {
    for (const unreached of [providerUnreachable, neverArrived]) {
      expect(retryRuleOf(unreached)).toEqual({ retry: 'soon', minimumWaitMs: HOUR_MS, mostTries: 25 })
      expect(unreached.reachedIssuer).toBe(false)
    }
    expect([...retryRules].filter(([, { retry }]) => retry === 'soon').map(([code]) => code)).toEqual([
      'NEVER_ARRIVED',
      'PROVIDER_CREDENTIALS_REFUSED',
      'PROVIDER_UNREACHABLE',
    ])
  })

  test('credentials of ours that a provider refuses say nothing about the payment, whatever they advise (scenario 21)', () => {
    const refused = failure({
      code: 'PROVIDER_CREDENTIALS_REFUSED',
      kind: 'PROVIDER_ERROR',
      advice: 'CONTACT_PROVIDER',
    })
    expect(retryRuleOf(refused)).toEqual({ retry: 'soon', minimumWaitMs: HOUR_MS, mostTries: 25 })
  })

  test('a failure without a reason, or with an unknown one: three tries (scenario 21)', () => {
    for (const unlisted of [unexplained, mapFailure(undefined).failure, failure({ unlisted: true })])
      expect(retryRuleOf(unlisted)).toEqual({ retry: 'retrySchedule', minimumWaitMs: 0, mostTries: 3 })
  })
})

describe('codes that no table knows', () => {
  const word = fc
    .string({ maxLength: 40 })
    .filter(text => !rows.some(([name]) => name.startsWith('PPRO') && name.endsWith(`/${text}`)))

  test('any unknown code of PPRO: soft, three tries, and a warning for an operator (scenario 21)', () => {
    fc.assert(
      fc.property(
        word,
        fc.constantFrom('PROVIDER_DECLINE', 'INTERNAL_DECLINE', 'NEW_TYPE'),
        (failureCode, failureType) => {
          const { failure: mapped, note } = mapFailure({ failureType, failureCode })
          expect(mapped).toMatchObject({ kind: 'SOFT_DECLINE', unlisted: true, taxonomyVersion: TAXONOMY_VERSION })
          expect(retryRuleOf(mapped)).toMatchObject({ retry: 'retrySchedule', mostTries: 3 })
          expect(note).toMatch(/^unmapped failure code /)
        },
      ),
    )
  })

  test.each([
    ['message', '899', undefined, 'unmapped message code 13899'],
    ['acquirer code', '666', '6XX', 'unmapped acquirer code'],
  ])(
    'an APS %s: soft, three tries, and a warning for an operator (scenario 21)',
    (_of, message, acquirerCode, note) => {
      const verdict = judge(
        'PURCHASE',
        { code: `13${message}`, status: '13', message },
        { acquirerCode, queried: true },
      )
      expect(verdict).toMatchObject({ kind: 'declined', note })
      expect('row' in verdict && retryRuleOf(verdict.row)).toMatchObject({ retry: 'retrySchedule', mostTries: 3 })
    },
  )

  test('APS’s plain generic decline is a known code (scenario 21)', () => {
    const verdict = judge('PURCHASE', { code: '13666', status: '13', message: '666' }, { queried: true })
    expect('row' in verdict && retryRuleOf(verdict.row)).toMatchObject({ retry: 'retrySchedule', mostTries: null })
  })
})

test('what PPRO forbids to retry is never retried, whatever its code (scenario 21)', () => {
  const pairs = Object.entries(failureCodes).flatMap(([failureType, byCode]) =>
    Object.keys(byCode).map(failureCode => ({ failureType, failureCode })),
  )
  for (const pair of pairs)
    for (const forbidding of [{ isRetryable: false }, ...['03', '21'].map(advice)])
      expect(retryRuleOf(mapFailure({ ...pair, ...forbidding }).failure)).toEqual({ retry: 'never' })
})
const advice = (merchantAdviceCode: string) => ({ additionalData: { merchantAdviceCode } })
