import { type ExecutionResult, GraphQLError } from 'graphql'
import { expect, test } from 'vitest'
import { isOutage, OutageError } from '../../../../src/http/graphql/errors/outage.ts'
import { firstErrors } from '../../../../src/http/graphql/errors/public-error.ts'

const away = new OutageError('request-1')
const defect = new GraphQLError('Unexpected error', { extensions: { code: 'INTERNAL_SERVER_ERROR' } })

test.each<[string, ExecutionResult, boolean]>([
  ['no data', { errors: [away] }, true],
  ['data null', { data: null, errors: [away, away] }, true],
  ['every field null', { data: { a: null, b: null }, errors: [away] }, true],
  ['a field with data', { data: { a: null, b: false }, errors: [away] }, false],
  ['an empty list is data', { data: { a: [] }, errors: [away] }, false],
  ['a defect beside it', { data: null, errors: [away, defect] }, false],
  ['a defect', { errors: [defect] }, false],
  ['no errors', { data: { a: null } }, false],
  ['nothing asked for', { data: {} }, false],
])('%s', (_what, result, outage) => expect(isOutage(result)).toBe(outage))

test('more errors than the list has do not hide an outage', () => {
  const errors = firstErrors(Array(25).fill(away), false)
  expect(errors).toHaveLength(20)
  expect(isOutage({ data: { a: null }, errors })).toBe(true)
})
