import { integrityChecks } from '../../src/store/integrity.ts'
import type { Connections } from '../database/connections.ts'

/** What the gateway's own standing checks find. */
export async function brokenRules(
  { observer }: Connections,
  now: Date,
  allowed: ReadonlySet<string>,
): Promise<string[]> {
  const wrong: string[] = []
  for (const { name, query, needsNow } of integrityChecks) {
    const { rows } = await observer.query<{ subjectId: string; detail: string }>({
      name: query.name,
      text: query.text,
      values: needsNow ? [now] : [],
    })
    for (const { subjectId, detail } of rows) if (!allowed.has(subjectId)) wrong.push(`${name}: ${subjectId} ${detail}`)
  }
  return wrong
}
