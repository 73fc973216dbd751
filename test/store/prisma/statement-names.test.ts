import { expect, test } from 'vitest'
import { statementNames } from '../../../src/store/prisma/statement-names.ts'

const sql = (number: number) => `SELECT "t0"."id" FROM "public"."charges" AS "t0" WHERE "t0"."id" = $${number}`

test('a statement has a name from the second time on, the same from then', () => {
  const nameOf = statementNames('prisma', () => 'read charges')
  expect(nameOf(sql(1))).toEqual({ label: 'read charges', name: undefined })
  const second = nameOf(sql(1))
  expect(second).toEqual({ label: 'read charges', name: expect.stringMatching(/^prisma:[0-9a-f]{16}$/) })
  expect(nameOf(sql(1))).toEqual(second)
  expect(nameOf(sql(2)).name).toBeUndefined()
  expect(nameOf(sql(2)).name).not.toBe(second.name)
})

test('only so many get one, whatever is asked for, and those that have one keep it', () => {
  const nameOf = statementNames('prisma', () => 'read charges')
  const first = [nameOf(sql(0)), nameOf(sql(0))][1]
  const names = new Set<string>()
  for (let number = 1; number < 2_000; number++)
    for (let time = 0; time < 3; time++) {
      const { name } = nameOf(sql(number))
      if (name !== undefined) names.add(name)
    }
  expect(names.size).toBe(299)
  expect(nameOf(sql(0))).toEqual(first)
})
