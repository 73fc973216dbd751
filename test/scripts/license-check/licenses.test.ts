import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { isAllowed, packagesIn, refusedLicenses } from '../../../scripts/license-check/licenses.ts'

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['GPL-3.0 OR AGPL-3.0', false],
  ['MIT AND ISC', true],
  ['MIT AND GPL-2.0', false],
  ['(MIT)', true],
  ['GPL-3.0', false],
  ['SEE LICENSE IN LICENSE', false],
  ['', false],
])('%s: %s', (expression, allowed) => {
  expect(isAllowed(expression)).toBe(allowed)
})

test('packages for development alone are left out, the others are named', () => {
  const packages = {
    '': { license: 'Apache-2.0' },
    'node_modules/free': { license: 'MIT' },
    'node_modules/free/node_modules/@scope/viral': { license: 'AGPL-3.0' },
    'node_modules/silent': {},
    'node_modules/tool': { dev: true, license: 'GPL-3.0' },
    'node_modules/peer': { devOptional: true, license: 'EPL-2.0' },
  }
  expect(refusedLicenses(packagesIn(JSON.stringify({ packages })))).toEqual([
    '@scope/viral: AGPL-3.0',
    'silent: names no license',
  ])
})

test('every package of production has an allowed license', async () => {
  const packages = packagesIn(await readFile(new URL('../../../package-lock.json', import.meta.url), 'utf8'))
  expect(packages.length).toBeGreaterThan(50)
  expect(refusedLicenses(packages)).toEqual([])
})
