interface Report {
  /** Machine and effort. */
  readonly facts: readonly string[]
  /** By their titles. */
  readonly sections: ReadonlyMap<string, string>
}

/**
 * The part of a new report that is kept: all of it, or, if it measured only some parts, these in place of the earlier
 * ones. Each then has its own date and machine, since the head is about the others.
 */
export function kept(earlier: string, report: string): string {
  const [before, now] = [parse(earlier), parse(report)]
  if ([...before.sections.keys()].every(title => now.sections.has(title))) return report
  const measured = `Measured separately: ${now.facts.join('; ')}.`
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
