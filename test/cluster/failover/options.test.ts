import { expect, test } from 'vitest'
import { readOptions } from '../../../cluster/failover/options.ts'

test('an upgrade happens once to each gateway, from the commit that is named', () => {
  const options = readOptions(['--fault', 'upgrade', '--gateways', '3', '--from', 'v0.2.0'])
  expect(options).toMatchObject({ fault: 'upgrade', kills: 3, gateways: 3, from: 'v0.2.0', keep: false })
  expect(readOptions(['--fault', 'upgrade'])).toMatchObject({ kills: 2, from: undefined })
  expect(readOptions(['--kills', '4'])).toMatchObject({ fault: 'primary', kills: 4 })
})

test.each([['--fault', 'flood'], ['--pooling', 'statement'], ['--kills', 'many'], ['--from']])(
  '%s %s is refused',
  (...words) => {
    expect(readOptions(words)).toBeUndefined()
  },
)
