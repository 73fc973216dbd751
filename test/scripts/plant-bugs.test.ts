import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { plants } from '../../scripts/plant-bugs/plants.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

test('each planted bug has its place in the code exactly once, and tests that exist', () => {
  const wrong = plants.flatMap(({ name, file, find, tests }) => {
    const places = readFileSync(path.join(project, file), 'utf8').split(find).length - 1
    const missing = tests.filter(one => !existsSync(path.join(project, one)))
    return places === 1 && missing.length === 0 ? [] : [{ name, places, missing }]
  })
  expect(wrong).toEqual([])
})
