import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../src/admin/main.ts', import.meta.url))

/** Runs the operator's command with these variables and no others, and this text on its standard input. */
export function admin(
  variables: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const { INPUT = '', ...given } = variables
  return new Promise(resolve => {
    const env = { PATH: process.env['PATH'], ...given }
    const child = execFile(process.execPath, [program, ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
    child.stdin?.end(INPUT)
  })
}
