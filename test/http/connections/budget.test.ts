import { expect, test } from 'vitest'
import { createBudget } from '../../../src/http/connections/budget.ts'

test('past its limit a budget cuts off the holders of the oldest shares, never the one that has just grown', () => {
  const cut: string[] = []
  const budget = createBudget(100)
  const share = (name: string) => budget.share(() => cut.push(name))
  const [first, second, third] = [share('first'), share('second'), share('third')]
  first.set(40)
  second.set(40)
  third.set(20)
  expect(cut).toEqual([])
  third.set(21)
  expect(cut).toEqual(['first'])
  third.set(500)
  expect(cut).toEqual(['first', 'second'])
})

test('a share that was given back holds nothing, and is cut off no more', () => {
  const cut: string[] = []
  const budget = createBudget(100)
  const [first, second] = [budget.share(() => cut.push('first')), budget.share(() => cut.push('second'))]
  first.set(80)
  first.end()
  first.set(80)
  first.end()
  second.set(100)
  budget.share(() => {}).set(1)
  expect(cut).toEqual(['second'])
})

test('a share of no bytes is not cut off: that would free nothing', () => {
  const cut: string[] = []
  const budget = createBudget(100)
  const [idle, first, second] = ['idle', 'first', 'second'].map(name => budget.share(() => cut.push(name)))
  first?.set(80)
  second?.set(80)
  expect(cut).toEqual(['first'])
  idle?.set(80)
  expect(cut).toEqual(['first', 'second'])
})
