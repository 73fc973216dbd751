// npm run screenshots: pictures of each page of the console, light and dark, wide and narrow, in build/screenshots.
// They are for people to look at after a change. With names (`npm run screenshots -- charge schedule`), only those pages.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../test/browser/support/chromium.ts'
import { type ConsoleData, makeConsoleData } from '../test/browser/support/console-data.ts'
import { startPerennial } from '../test/support/programs/processes.ts'
import { webConsole } from './build/console.ts'
import { buildPart, project } from './build/part.ts'

const folder = path.join(project, 'build', 'screenshots')
const widths = [1440, 390]
const schemes = ['light', 'dark'] as const

const pagesOf = (data: ConsoleData): Readonly<Record<string, string>> => ({
  overview: '/?range=90d',
  attention: '/attention',
  live: '/live',
  charges: '/charges',
  captured: `/charges/${data.captured.id}`,
  authorized: `/charges/${data.authorized.id}`,
  declined: `/charges/${data.declined.id}`,
  unknown: `/charges/${data.unknown.id}`,
  agreements: '/agreements',
  agreement: `/agreements/${data.agreementId}`,
  schedules: '/schedules',
  schedule: `/schedules/${data.scheduleId}`,
  consumers: '/consumers',
  consumer: `/consumers/${data.consumerId}`,
  'provider-events': '/provider-events',
  events: '/events',
  webhooks: '/webhooks',
  webhook: `/webhooks/${data.webhookEndpointId}`,
  search: '/search?q=subscription-31',
  sandbox: '/sandbox',
  nothing: '/charges/chg_00000000000000000000000000',
})

async function takePictures(browser: Browser, address: string, pages: Readonly<Record<string, string>>): Promise<void> {
  for (const scheme of schemes)
    for (const width of widths) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme })
      const page = await context.newPage()
      await page.goto(`${address}/sign-in`)
      const picture = (name: string) =>
        page.screenshot({ path: path.join(folder, `${name}-${width}-${scheme}.png`), fullPage: true })
      await page.getByRole('button', { name: 'Sign in' }).waitFor()
      await picture('sign-in')
      await page.getByRole('button', { name: 'Sign in' }).click()
      for (const [name, where] of Object.entries(pages)) {
        await page.locator('h1').first().waitFor()
        await page.goto(address + where)
        await page.locator('.main h1').first().waitFor()
        await page.waitForLoadState('networkidle')
        await picture(name)
      }
      await context.close()
    }
}

await buildPart(webConsole)
await mkdir(folder, { recursive: true })
const perennial = await startPerennial()
try {
  const pages = pagesOf(await makeConsoleData(perennial.graphqlUrl, perennial.sandboxUrl))
  const named = process.argv.slice(2)
  const chosen = Object.entries(pages).filter(([name]) => named.length === 0 || named.includes(name))
  const browser = await launchChromium()
  await takePictures(browser, `${perennial.url}/console`, Object.fromEntries(chosen))
  await browser.close()
} finally {
  await perennial.cleanUp()
}
console.log(`screenshots in ${path.relative(process.cwd(), folder)}`)
