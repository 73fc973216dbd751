import { expect, test } from 'vitest'
import { gatewayEnvironment } from '../../src/supervisor/program-environment.ts'

test('the gateway of npm start does everything and waits for no load balancer, whatever the variables say', () => {
  const given = { ROLE: 'api', DRAIN_SECONDS: '9', PORT: '4100' }
  const { ROLE, DRAIN_SECONDS, PORT } = gatewayEnvironment(given, '/data', 'postgresql://db/x')
  expect({ ROLE, DRAIN_SECONDS, PORT }).toEqual({ ROLE: 'all', DRAIN_SECONDS: '0', PORT: '4100' })
})
