import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/**
 * One vocabulary: a word that a reader from outside cannot guess, or a British spelling, fails here with its file and
 * line. Names are read word by word (`lookUpPlan` is "look up plan"), and so are the names of files.
 */
const project = fileURLToPath(new URL('..', import.meta.url))

/** Never checked: made by programs, or never changed once published. */
const notOurs = [
  /^(node_modules|\.git|\.data|bench\/node_modules)\b/,
  /package-lock\.json$/,
  /^LICENSE$/,
  /^bench\/RESULTS\.md$/, // the last measurement's own output
  /^prisma\/migrations\//, // a migration that was applied somewhere is never changed
  /^src\/(client|console|store\/prisma)\/generated\//,
  /^(build|src\/client\/dist)\//,
  /^test\/language\.test\.ts$/,
]

/** A pattern for text in lower case whose words are separated by spaces, and what to say instead. */
const words: readonly (readonly [RegExp, string])[] = [
  [/\battempt(s|ed)?\b/, 'provider request; try; attempt number'],
  [/\bperiods?\b/, 'occurrence'],
  [/\bbooks?\b/, 'state; records; repository'],
  [/\blook ?ups?\b|\blooked up\b/, 'status query'],
  [/\bnews\b/, 'update'],
  [/\b(un)?seal(s|ed|ing)?\b/, 'encrypt'],
  [/\bhint(s|ed)?\b/, 'wake-up'],
  [/\bfloor\b/, 'snapshot xmin'],
  [/\bnameless\b/, 'without event id'],
  [/\bstanding\b/, 'open; invariant'],
  [/\bladders?\b/, 'retry schedule'],
  [/\brungs?\b/, 'step'],
  [/\brepetitions?\b|\banswers again\b/, 'idempotency support; replay; retry'],
  [/\bwhile held\b|\blease epoch\b/, 'withLease; fencing token'],
  [/\b(the|one|single) road\b/, 'the single write path'],
  [/\banew\b/, 'again'],
  [/\bwhoever\b/, 'the caller; each process that'],
  [/\bin vain\b/, 'without a result'],
  [/\bby (itself|themselves)\b/, 'automatically; alone'],
  [/\bwhat stands\b|\bstands in\b/, 'is in'],
  [/\b(the|our) house\b|\brooms\b|\barrows?\b/, 'architecture; module; dependency'],
  [
    /\b(behaviour|colour|favour|honour|neighbour|labour|flavour|endeavour)(s|ed|ing|able|ite)?\b/,
    'American spelling: -or',
  ],
  [
    /\b(un)?(authori|normali|recogni|seriali|deseriali|organi|minimi|maximi|optimi|initiali|synchroni|tokeni|summari|capitali|prioriti|utili|reali|finali|customi|categori|standardi|emphasi|apologi|generali|speciali|materiali|parameteri|saniti)s(e|es|ed|er|ing|ation|ations)\b/,
    'American spelling: -ize',
  ],
  [
    /\b(cancell(ed|ing)|label(led|ling)|travel(led|ling)|model(led|ling)|signal(led|ling))\b/,
    'American spelling: one l',
  ],
  [
    /\b(catalogues?|centres?|licences?|defences?|whilst|artefacts?|analyse[sd]?|fulfil|judgements?|programmes?|grey|cheques?|for ever)\b/,
    'American spelling',
  ],
]

/** Text that a pattern finds and that stays, each with its reason. It is removed from the line before the search. */
const allowed: readonly { readonly files: RegExp; readonly text: RegExp; readonly why: string }[] = [
  { files: /./, text: /Math\.floor|AS floor|floor\(/g, why: 'the function' },
  {
    files: /./,
    text: /attempt_?number|attempt number|attempt \$\{|attempt \d|Attempts so far|\battempt: ?(1|tries|number)|attempt\??: number/gi,
    why: 'the contract: Charge.attemptNumber; the same in the event schedule.occurrence_processing',
  },
  {
    files:
      /(retry-?budget|limits?|check-limits|hosted-provider|legacy-card)[^/]*$|^docs\/(schedules|operations|glossary|money-safety)\.md$/,
    text: /attempt(s|ed)?\b/gi,
    why: 'the card networks’ own word for what their limits count',
  },
  {
    files:
      /^(chaos\/(report|processes\/simulators)|src\/sandbox\/.*|test\/(sandbox\/.*|scenarios\/faults\/long-outage\.test))\.ts$/,
    text: /\battempts\b/g,
    why: 'the simulators’ ledger: webhooks[].attempts',
  },
  {
    files: /^schema\/|^src\/(domain\/(decline|schedule|event-log)|operations\/charge|sandbox\/storage)\//,
    text: /attempt(s|ed|Ms|AtMs)?\b|nextAttempt\w*/gi,
    why: 'the contract: an attempt is one charge of a payment; the card networks and the simulators’ ledger count them',
  },
  { files: /^(src|test)\/client\//, text: /\battempt\b/g, why: 'onReconnect: how many times the client has tried' },
  { files: /./, text: /retryAttempts|connectionAttempt\w*/g, why: 'options of libraries' },
  { files: /^src\/client\/apollo\//, text: /\battempts:/g, why: 'the option of Apollo’s RetryLink' },
  { files: /^scripts\/plant-bugs\//, text: /attempts_one_open_per_operation/g, why: 'an index of a migration' },
  { files: /./, text: /stop_grace_period|--start-period|grace period/g, why: 'Docker’s options; the usual term' },
  { files: /./, text: /Lookup(Function|Address)|\blookup\b/g, why: 'the option of node:net and node:dns' },
  {
    files: /./,
    text: /api_keys\b.*\bhint\b/gm,
    why: 'the former name of a column of api_keys, in migrations',
  },
  {
    files: /^src\/sandbox\/(unit-of-work|webhook-sender|aps\/webhook-protocol)\.ts$/,
    text: /attempt(s|ed)?/gi,
    why: 'deliveries of a webhook, which the simulators’ ledger and journal call attempts',
  },
  {
    files: /./,
    text: /tooManyAttempts|countedAttempts|merchant-initiated attempts|more attempts/g,
    why: 'card networks’ limits',
  },
  { files: /^test\/|^simulation\//, text: /standing(\.ts|-try)/g, why: 'names in src, which are checked there' },
  { files: /./, text: /no-more-than-authorised/g, why: 'the name of an integrity check, stored in the database' },
  { files: /sandbox\/aps\//, text: /Transaction has been cancelled/g, why: 'a message of APS' },
  { files: /./, text: /AUTHORISED|CANCELLED/g, why: 'values of providers' },
  { files: /^biome\.json$/, text: /arrowParentheses/g, why: 'an option of Biome' },
  { files: /./, text: /PERIOD_EXPIRED/g, why: 'codes of PPRO' },
  { files: /./, text: /\bLOOK_UP\b/g, why: 'a value of NextStep.action, published with 0.1.0' },
  {
    files: /^(CHANGELOG|docs\/schema-changelog)\.md$/,
    text: /`Charge\.attempt`/g,
    why: 'the changelogs name what was renamed',
  },
]

const checked = globSync('**/*.{ts,tsx,css,html,mjs,cjs,js,json,md,sql,prisma,graphql,txt,yml,svg}', {
  cwd: project,
  exclude: name => /^(node_modules|\.git|\.data|build|dist)$/.test(path.basename(name)),
})
  .concat(['.ci/run', 'Dockerfile', '.dependency-cruiser.cjs'])
  .filter(file => !notOurs.some(pattern => pattern.test(file)))

/** Separates the words of names: `lookUpPlan`, `look-up-plan` and `LOOK_UP_PLAN` are all "look up plan". */
const separated = (text: string) =>
  text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase()

/** All patterns at once: most files have none of the words. */
const any = new RegExp(words.map(([pattern]) => pattern.source).join('|'), 'g')

/** The words of a file's name and text, as "file:line: word"; line 0 is the name. */
function wordsIn(file: string): string[] {
  const text = `${file}\n${readFileSync(path.join(project, file), 'utf8')}`
  const kept = allowed.filter(({ files }) => files.test(file))
  const rest = separated(kept.reduce((left, { text: pattern }) => left.replaceAll(pattern, ''), text))
  return [...rest.matchAll(any)].map(({ 0: word, index }) => {
    const instead = words.find(([pattern]) => pattern.test(word))?.[1]
    return `${file}:${rest.slice(0, index).split('\n').length - 1}: "${word}" (say: ${instead})`
  })
}

test('names, comments, messages and documents use the words of the glossary, in American spelling', () => {
  expect(checked.flatMap(wordsIn)).toEqual([])
  expect(checked.length).toBeGreaterThan(600)
})
