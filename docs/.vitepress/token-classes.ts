/** An element as Shiki gives it to its transformers. */
interface Element {
  readonly tagName: string
  readonly properties: Record<string, unknown>
}

const classes = new Map<string, string>()

/** The class for a style attribute, the same for the same style. */
function classFor(style: string): string {
  const known = classes.get(style)
  if (known !== undefined) return known
  const name = `token-${classes.size}`
  classes.set(style, name)
  return name
}

function moveStyle(node: Element): void {
  const { style } = node.properties
  if (typeof style !== 'string') return
  delete node.properties['style']
  node.properties['class'] = [node.properties['class'], classFor(style)].filter(Boolean).join(' ')
}

/** The colors of code as classes: a strict Content-Security-Policy ignores style attributes. */
export const tokenClasses = {
  transformer: { name: 'token-classes', pre: moveStyle, span: moveStyle },
  /** The rules of all classes that the pages of this build use. */
  css: () => [...classes].map(([style, name]) => `.${name}{${style}}`).join('\n'),
}
