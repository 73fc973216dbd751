import { expect, test } from 'vitest'
import type { ScheduleCreateInput } from '../../../../src/operations/command/inputs.ts'
import { scheduleInputIssues, scheduleUpdateIssues } from '../../../../src/operations/schedule/checks.ts'

const schedule: ScheduleCreateInput = {
  idempotencyKey: 'key-1',
  agreementId: 'agr_1',
  amount: { value: 1_000n, currency: 'USD' },
  interval: 'MONTH',
  anchorDate: '2026-03-01',
}
const issuesOf = (changes: Partial<ScheduleCreateInput>) =>
  scheduleInputIssues({ ...schedule, ...changes }).map(({ path, code, message }) => [path.join('.'), code, message])
const range = 'Must be from 1970-01-01 to 9999-12-31.'

test.each(['1970-01-01', '9999-12-31'])('a schedule may begin and end on %s', date => {
  expect(issuesOf({ anchorDate: date, endDate: date })).toEqual([])
})

test.each(['0000-01-01', '0099-12-31', '1969-12-31'])('a schedule neither begins nor ends on %s', date => {
  expect(issuesOf({ anchorDate: date })).toEqual([['anchorDate', 'RANGE', range]])
  expect(issuesOf({ endDate: date })).toEqual([['endDate', 'RANGE', range]])
  expect(scheduleUpdateIssues({ scheduleId: 'sch_1', endDate: date })).toEqual([
    { path: ['endDate'], code: 'RANGE', message: range },
  ])
})

test('a schedule does not end before it begins', () => {
  expect(issuesOf({ endDate: '2026-02-28' })).toEqual([['endDate', 'RANGE', 'Must not be before anchorDate.']])
})
