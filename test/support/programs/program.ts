import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** A program of Debian's packages that some tests need. */
export interface DebianProgram {
  /** @throws if there is none. */
  file(): string
  /**
   * True if these tests are skipped because there is none; logs how to get it. With REQUIRE_<PACKAGE>=1 they are never
   * skipped: they fail.
   */
  skipsTests(count: number): boolean
}

/** The program that <PACKAGE>_PATH names, else the first with one of these names on PATH. */
export function debianProgram(from: string, names: readonly string[] = [from]): DebianProgram {
  const prefix = from.toUpperCase().replaceAll('-', '_')
  const [variable, required] = [`${prefix}_PATH`, `REQUIRE_${prefix}`]
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const found = () =>
    process.env[variable] ||
    folders.flatMap(folder => names.map(name => path.join(folder, name))).find(file => isProgram(file))
  return {
    file() {
      const file = found()
      if (file === undefined) throw new Error(`there is no ${from}: set ${variable}`)
      return file
    },
    skipsTests(count) {
      if (process.env[required] === '1' || found() !== undefined) return false
      console.warn(
        `${count} tests were not run: there is no ${from}. Install it (Debian: apt-get install ${from}) or name one in ${variable}.`,
      )
      return true
    },
  }
}

export interface RunningProgram {
  readonly pid: number
  /** SIGKILL. Resolves when it has ended. */
  kill(): Promise<void>
}

/** Ends with the test process, also if that is killed: its standard input ends then. */
const WRAPPER = '"$0" "$@" 2>&1 & echo "pid $!"; cat > /dev/null; kill -9 $!; wait'

/** Starts a program and waits until it prints that it is ready. @throws with its output if it ends before. */
export async function startProgram(file: string, words: readonly string[], ready: string): Promise<RunningProgram> {
  const wrapper = spawn('sh', ['-c', WRAPPER, file, ...words], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>(resolve => wrapper.once('close', () => resolve()))
  let output = ''
  const isReady = new Promise<void>(resolve => {
    wrapper.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes(ready)) resolve()
    })
  })
  await Promise.race([isReady, ended.then(() => Promise.reject(new Error(`${file} ended:\n${output}`)))])
  return {
    pid: Number(/pid (\d+)/.exec(output)?.[1]),
    kill() {
      wrapper.stdin.end()
      return ended
    },
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
