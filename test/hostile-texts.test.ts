import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('./support/hostile-texts.ts', import.meta.url))

/**
 * It ends after a few seconds if every text is read in linear time. Quadratic time needs a quarter of an hour for one of
 * these texts: the limit is between, so that no busy machine reaches it.
 */
const HANGS_MS = 400_000

test(
  'no text of a million characters, however hostile, blocks the process that reads it',
  async () => {
    const { lines, error } = await new Promise<{ lines: string[]; error: unknown }>(resolve =>
      execFile(process.execPath, [program], { timeout: HANGS_MS, killSignal: 'SIGKILL' }, (problem, stdout, stderr) =>
        resolve({ lines: stdout.trimEnd().split('\n'), error: problem && stderr }),
      ),
    )
    // If it hangs, this line names the text.
    expect({ error, last: lines.at(-1) }).toEqual({ error: null, last: 'done' })
    expect(lines).toContain('Mutation.consumerCreate(input:): dots behind an at sign')
    expect(lines).toContain('Query.consumers(filter:): combining marks')
  },
  2 * HANGS_MS,
)
