import { type Connections, openConnections, SESSIONS } from '../../../simulation/database/connections.ts'
import { createTestDatabase } from '../../support/database/database.ts'

export interface OpenSimulation {
  readonly connections: Connections
  close(): Promise<void>
}

/** A simulation's sessions with a database of this test file's own. */
export async function openSimulation(): Promise<OpenSimulation> {
  const database = await createTestDatabase()
  const connections = await openConnections(database.url, SESSIONS)
  return {
    connections,
    close: async () => {
      await connections.close()
      await database.drop()
    },
  }
}
