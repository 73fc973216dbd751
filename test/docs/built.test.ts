import { readFileSync } from 'node:fs'
import path from 'node:path'
import axe from 'axe-core'
import { buildSchema } from 'graphql'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docs } from '../../scripts/build/docs.ts'
import { project } from '../../scripts/build/part.ts'
import { declineCodes } from '../../src/domain/decline/codes.ts'
import { launchChromium, skipsBrowserTests } from '../browser/support/chromium.ts'
import { full } from '../support/full.ts'
import { type BuiltPage, builtPages, deadLinks } from './built.ts'
import { serveDocs } from './serve.ts'

let pages: readonly BuiltPage[]
// The run's global set-up builds it.
beforeAll(() => {
  pages = builtPages(path.join(project, docs.output))
})

const page = (name: string) => {
  const found = pages.find(each => each.name === name)
  if (found === undefined) throw new Error(`there is no page ${name}`)
  return found
}
/** The text that a reader sees. */
const textOf = (name: string) => page(name).html.replaceAll(/<[^>]*>/g, ' ')

describe('the built documentation', () => {
  test('has no dead link and no missing anchor, in pages written and made', () => {
    expect(deadLinks(pages)).toEqual([])
    expect(pages.length).toBeGreaterThan(60)
    expect(pages.flatMap(({ links }) => links).length).toBeGreaterThan(4_000)
  })

  test('loads nothing from another host, and has no script and no style in a page', () => {
    for (const { name, html } of pages) {
      const loaded = [...html.matchAll(/<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"/g)].map(
        ([, from = '']) => from,
      )
      expect([name, loaded.filter(from => !from.startsWith('/docs/'))]).toEqual([name, []])
      expect([name, html.match(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle="|\son\w+="/g)]).toEqual([name, null])
    }
  })

  test('describes every type of the schema, every error type and every decline code', () => {
    const schema = buildSchema(readFileSync(path.join(project, 'schema/schema.graphql'), 'utf8'))
    const anchors = new Set(
      pages.filter(({ name }) => name.startsWith('reference/')).flatMap(({ anchors }) => [...anchors]),
    )
    const described = (name: string) =>
      anchors.has(name.replace(/(?<=[a-z])(Input|Payload)$/, '').toLowerCase()) || anchors.has(name.toLowerCase())
    const names = Object.keys(schema.getTypeMap()).filter(
      name => !/^(__|(Query|Mutation|Subscription|String|Int|Float|Boolean|ID)$|\w+Result$)/.test(name),
    )
    expect(names.filter(name => !described(name))).toEqual([])
    expect(declineCodes.map(({ code }) => code).filter(code => !textOf('declines').includes(` ${code} `))).toEqual([])
    expect(textOf('errors')).toContain('IDEMPOTENCY_CONFLICT')
  })
})

test('docs/errors.md names every code that a failed request can have', () => {
  const sources = [
    'schema/request-error.ts',
    'src/http/graphql/errors/public-error.ts',
    'src/http/graphql/turns.ts',
    'src/http/graphql/requested-operation.ts',
    'src/http/routes/unauthenticated.ts',
    'src/http/quotas/rate-limited.ts',
  ]
  const codes = sources.flatMap(
    file => readFileSync(path.join(project, file), 'utf8').match(/(?<=')[A-Z]{3,}_?[A-Z_]+(?=')/g) ?? [],
  )
  const text = readFileSync(path.join(project, 'docs/errors.md'), 'utf8')
  expect([...new Set(codes)].filter(code => !text.includes(`\`${code}\``))).toEqual([])
  expect(codes).toEqual(
    expect.arrayContaining(['CURSOR_EXPIRED', 'OPERATION_TIMEOUT', 'RATE_LIMITED', 'UNAUTHENTICATED']),
  )
})

/** One page of each kind: the first one, pictures, code, wide tables, made from the schema. */
const NAMES = full ? ['', 'concepts', 'first-charge', 'declines', 'reference/subscriptions'] : ['', 'declines']
/** Each width and each color scheme once; the switch below leads to wide and dark. */
const SCREENS = [
  { width: 1440, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const

describe.skipIf(skipsBrowserTests(3))('the documentation in a browser, under a strict policy', () => {
  let site: Awaited<ReturnType<typeof serveDocs>>
  let browser: Browser
  beforeAll(async () => {
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

  test('pages are accessible, fit their width and complain about nothing, in light or dark', async () => {
    for (const [at, screen] of SCREENS.entries()) {
      const { page, complaints } = await openPage(screen)
      for (const name of full ? NAMES : NAMES.filter((_, index) => index % SCREENS.length === at)) {
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
