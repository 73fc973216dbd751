import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe calls serious or critical on the page as it is, as "rule: element"; empty if all is well. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Evaluated by the browser's tools: a script element would need a wider Content-Security-Policy.
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: typeof axe }).axe
    const { violations } = await runner.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`))
  })
}
