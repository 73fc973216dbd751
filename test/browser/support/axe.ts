import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds serious or critical on a page as it is, as `rule: element`. */
export async function seriousProblems(page: Page): Promise<string[]> {
  // Evaluated by the browser's tools, as a Content-Security-Policy would refuse a script element.
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: typeof axe }).axe
    const { violations } = await runner.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })
}
