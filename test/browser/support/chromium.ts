import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'

// The first has no windows and takes a third less time.
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Chromium's program: CHROMIUM_PATH, else the first on PATH; undefined if there is none. */
export function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_PATH']
  if (given) return given
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  return folders.flatMap(folder => NAMES.map(name => path.join(folder, name))).find(isProgram)
}

/**
 * True if browser tests are skipped because there is no Chromium; logs once how to get it. With REQUIRE_CHROMIUM=1 they
 * are never skipped: they fail.
 */
export function skipsBrowserTests(count: number): boolean {
  if (findChromium() !== undefined || process.env['REQUIRE_CHROMIUM'] === '1') return false
  console.warn(
    `${count} browser tests were not run: there is no Chromium. Install it (Debian: apt-get install chromium) or name one in CHROMIUM_PATH.`,
  )
  return true
}

export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('REQUIRE_CHROMIUM=1, and there is no Chromium: set CHROMIUM_PATH')
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--in-process-gpu',
      '--disable-software-rasterizer',
      '--force-prefers-reduced-motion',
    ],
  })
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
