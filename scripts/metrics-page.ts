// npm run metrics:page: writes docs/metrics.md from the metrics that the code registers.
import { writeFileSync } from 'node:fs'
import { metricsPage } from './metrics-page/page.ts'

writeFileSync(new URL('../docs/metrics.md', import.meta.url), metricsPage())
