import path from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docs } from '../../scripts/build/docs.ts'
import { buildPart, project } from '../../scripts/build/part.ts'
import { serveDocs } from '../docs/serve.ts'
import { launchChromium, skipsBrowserTests } from './support/chromium.ts'

/** One page of each kind: the first one, pictures, code, wide tables, made from the schema. */
const NAMES = ['', 'concepts', 'first-charge', 'declines', 'reference/subscriptions']
/** Each width and each color scheme once; the switch below leads to wide and dark. */
const SCREENS = [
  { width: 1440, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const

describe.skipIf(skipsBrowserTests(3))('the documentation in a browser, under a strict policy', () => {
  let site: Awaited<ReturnType<typeof serveDocs>>
  let browser: Browser
  beforeAll(async () => {
    await buildPart(docs)
    site = await serveDocs(path.join(project, docs.output))
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  /** A page whose complaints are collected: what the policy refused, errors of scripts, files that are missing. */
  async function openPage(options: { width: number; colorScheme: 'light' | 'dark' }) {
    const { width, colorScheme } = options
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(String(error)))
    return { page, complaints }
  }

  const open = async (page: Page, name: string) => {
    await page.goto(`${site.url}/${name}`)
    await page.waitForFunction(() => document.querySelector('.VPNavBar') !== null)
    await page.waitForLoadState('networkidle')
  }

  /** What axe calls serious or critical, as "rule: element". The debugger runs it, which no policy refuses. */
  async function seriousProblems(page: Page): Promise<string[]> {
    await page.evaluate(axe.source)
    const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)
  }

  test('pages are accessible, fit their width and complain about nothing, in light and dark', async () => {
    for (const screen of SCREENS) {
      const { page, complaints } = await openPage(screen)
      for (const name of NAMES) {
        await open(page, name)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        const found = { serious: await seriousProblems(page), complaints, overflow: Math.max(0, overflow) }
        expect({ name, ...screen, ...found }).toEqual({ name, ...screen, serious: [], complaints: [], overflow: 0 })
      }
      await page.context().close()
    }
  })

  test('the search finds a field of the schema, a decline code and a guide, and opens what it finds', async () => {
    const { page, complaints } = await openPage({ width: 1440, colorScheme: 'light' })
    await open(page, '')
    for (const [word, address] of [
      ['chargeRefund', /reference\/mutations#chargerefund$/],
      ['INSUFFICIENT_FUNDS', /declines/],
      ['sandbox clock', /simulators#the-sandbox-clock$/],
    ] as const) {
      await page.getByRole('button', { name: /search/i }).click()
      await page.locator('#localsearch-input').fill(word)
      const result = page.locator('.VPLocalSearchBox .result').filter({ has: page.locator('xpath=self::a') })
      await expect
        .poll(async () =>
          (await result.evaluateAll(links => links.map(link => (link as HTMLAnchorElement).href))).some(href =>
            address.test(href),
          ),
        )
        .toBe(true)
      await page.keyboard.press('Escape')
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('the switch changes light to dark, and the choice stays', async () => {
    const { page, complaints } = await openPage({ width: 1440, colorScheme: 'light' })
    await open(page, 'concepts')
    const isDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'))
    expect(await isDark()).toBe(false)
    await page.getByRole('switch', { name: 'Switch to dark theme' }).first().click()
    await expect.poll(isDark).toBe(true)
    await open(page, 'declines')
    expect(await isDark()).toBe(true)
    expect(await seriousProblems(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
