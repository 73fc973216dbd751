// A process that tries to lead, with a duty that tells its parent each time it runs. The database is in DATABASE_URL.
import { createLog } from '../../../src/base/log/log.ts'
import { createLeader } from '../../../src/workers/leader.ts'

const duty = {
  name: 'tell',
  pauseMs: 10,
  take: async () => {
    process.send?.('duty')
    return 0
  },
}
const log = createLog({ level: 'silent', program: 'test' })
const leader = createLeader({ url: process.env['DATABASE_URL'] ?? '', log, duties: [duty] })
leader.start()
process.once('SIGTERM', () => void leader.stop().then(() => process.exit(0)))
process.once('disconnect', () => process.exit(1))
