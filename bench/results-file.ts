interface Report {
  /** Machine and effort. */
  readonly facts: readonly string[]
  /** By their titles. */
  readonly sections: ReadonlyMap<string, string>
}

/**
 * What is kept of a new report: all of it, or, where it measured only some parts, these in place of what an earlier one says of
 * them. Each then tells for itself when and on what it was measured, since the head speaks of the others.
 */
export function kept(earlier: string, report: string): string {
  const [before, now] = [parse(earlier), parse(report)]
  if ([...before.sections.keys()].every(title => now.sections.has(title))) return report
  const measured = `Measured by itself: ${now.facts.join('; ')}.`
  const sections = new Map(before.sections)
  for (const [title, text] of now.sections)
    sections.set(title, `${title}\n\n${measured}\n\n${text.slice(title.length).trim()}\n`)
  return [earlier.split(SECTION)[0] ?? '', ...sections.values()].map(part => `${part.trimEnd()}\n`).join('\n')
}

const SECTION = /\n(?=## )/

function parse(report: string): Report {
  const [head = '', ...sections] = report.split(SECTION)
  return {
    facts: [...head.matchAll(/^- (.*)$/gm)].map(([, fact = '']) => fact),
    sections: new Map(sections.map(text => [text.split('\n')[0] ?? '', text])),
  }
}
