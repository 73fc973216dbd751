import { defineConfig } from 'vitest/config'
import LongestFirst from './test/support/vitest/longest-first.ts'
import { memoryFolder } from './test/support/vitest/memory-folder.ts'

// Every process of the run inherits it: databases and data folders.
const folder = memoryFolder()
if (folder) process.env['TMPDIR'] ??= folder

export default defineConfig({
  // Vite would use graphql's ES modules while its users in node_modules use the CommonJS ones: two copies that refuse
  // each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: import.meta.resolve('graphql').replace('file://', '') }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/vitest/global-setup.ts'],
    reporters: ['default', './test/support/vitest/plain-line-reporter.ts'],
    pool: 'forks',
    // A larger young generation is collected less often: about 4 % less CPU time.
    execArgv: ['--max-semi-space-size=64'],
    // A worker loads the modules once for all its files: each file stops what it starts, and no module keeps state.
    isolate: false,
    // Many tests wait for timers or other processes: four workers keep two cores busy.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Only a failing test waits so long: tests wait for conditions, on machines that may be busy.
    expect: { requireAssertions: true, poll: { timeout: 60_000 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
