import { type Browser, chromium } from 'playwright-core'
import { debianProgram } from '../../support/programs/program.ts'

// The first has no windows and takes a third less time.
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const program = debianProgram('chromium', names)

export const skipsBrowserTests = program.skipsTests

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: program.file(),
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
