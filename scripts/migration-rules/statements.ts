/** A statement of a script, in one line and in capitals, with the comments above and inside it. */
export interface SqlStatement {
  /** Without comments; a text in quotes or dollars is `''`, a name in double quotes is bare. */
  readonly sql: string
  readonly comments: readonly string[]
}

// In this order: what begins first wins.
const TOKEN = /--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|"[^"]*"|;|[^-/$'";]+|[-/$]/g

/** Splits a script at its semicolons, but not at those inside comments, texts and function bodies. */
export function statementsOf(script: string): SqlStatement[] {
  const statements: SqlStatement[] = []
  let sql = ''
  let comments: string[] = []
  const end = () => {
    const line = sql.replaceAll(/\s+/g, ' ').trim().toUpperCase()
    if (line !== '') {
      statements.push({ sql: line, comments })
      comments = []
    }
    sql = ''
  }
  for (const [token] of script.matchAll(TOKEN)) {
    if (token === ';') end()
    else if (token.startsWith('--')) comments.push(token.slice(2).trim())
    else if (token.startsWith('/*')) comments.push(token.slice(2, -2).trim())
    else if (token.startsWith("'") || /^\$\w*\$/.test(token)) sql += "''"
    else sql += token.startsWith('"') ? token.slice(1, -1) : token
  }
  end()
  return statements
}
