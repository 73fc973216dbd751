import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Store } from '../../../src/sandbox/storage/store.ts'

type Row = { readonly id: string; readonly group: string; readonly count: number }

function temporaryPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'perennial-journal-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return join(directory, 'deep', 'rows.jsonl')
}

/** Opens the journal as a new process would after a kill: the first store is simply abandoned. */
function open(path: string) {
  const store = new Store(path)
  return { store, rows: store.table<Row>('rows') }
}

const row = (id: string, count = 0): Row => ({ id, group: id.charAt(0), count })

describe('the store', () => {
  it('has after a kill exactly what was committed', () => {
    const path = temporaryPath()
    const { store, rows } = open(path)
    store.transaction(() => rows.put(row('a1', 1)))
    store.transaction(() => {
      rows.put(row('a2', 1))
      rows.put(row('a2', 2))
      rows.put(row('b1'))
    })
    store.transaction(() => rows.delete('b1'))
    expect([...open(path).rows.values()]).toEqual([row('a1', 1), row('a2', 2)])
  })

  it('undoes a transaction that throws, in memory and in the journal', () => {
    const path = temporaryPath()
    const { store, rows } = open(path)
    store.transaction(() => rows.put(row('a1', 1)))
    const failing = () =>
      store.transaction(() => {
        rows.put(row('a1', 2))
        rows.put(row('a2'))
        rows.delete('a1')
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    expect([...rows.values()]).toEqual([row('a1', 1)])
    expect([...open(path).rows.values()]).toEqual([row('a1', 1)])
  })

  it('refuses changes outside a transaction, and one inside another', () => {
    const { store, rows } = open(temporaryPath())
    expect(() => rows.put(row('a1'))).toThrow('inside a transaction')
    expect(() => store.transaction(() => store.transaction(() => 1))).toThrow('open already')
    expect([...rows.values()]).toEqual([])
  })

  it('tolerates a torn last line, and appends after it', () => {
    const path = temporaryPath()
    const { store, rows } = open(path)
    store.transaction(() => rows.put(row('a1')))
    appendFileSync(path, '[["rows","a2",{"id":"a2","gro')
    const second = open(path)
    expect([...second.rows.values()]).toEqual([row('a1')])
    second.store.transaction(() => second.rows.put(row('a3')))
    expect([...open(path).rows.values()]).toEqual([row('a1'), row('a3')])
  })

  it('refuses a journal that is damaged before its end, and names the place', () => {
    const path = temporaryPath()
    const { store, rows } = open(path)
    store.transaction(() => rows.put(row('a1')))
    appendFileSync(path, 'torn\n')
    store.transaction(() => rows.put(row('a2')))
    expect(() => open(path)).toThrow(`${path}:3 is damaged`)
    writeFileSync(path, 'something else\n')
    expect(() => open(path)).toThrow('is not a sandbox journal')
  })

  it('compacts at the start', () => {
    const path = temporaryPath()
    const { store, rows } = open(path)
    for (let count = 0; count < 100; count++) store.transaction(() => rows.put(row('a1', count)))
    store.transaction(() => rows.delete('none'))
    open(path)
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toEqual([
      '{"journal":"perennial-sandbox","version":1}',
      JSON.stringify([['rows', 'a1', row('a1', 99)]]),
    ])
  })

  it('reads lines across its chunks, in any script', () => {
    const path = temporaryPath()
    const { store, rows } = open(path)
    const long = { id: 'long', group: 'ü'.repeat(900_001), count: 1 }
    store.transaction(() => rows.put(long))
    store.transaction(() => rows.put(row('a1')))
    expect([...open(path).rows.values()]).toEqual([long, row('a1')])
  })

  it('throws, and changes nothing, once it is closed', () => {
    const path = temporaryPath()
    const { store, rows } = open(path)
    store.close()
    expect(() => store.transaction(() => rows.put(row('a1')))).toThrow('the journal is closed')
    expect([...rows.values()]).toEqual([])
  })
})

describe('an index', () => {
  it('finds by key, records from before a restart included, without undone ones', () => {
    const path = temporaryPath()
    const first = open(path)
    first.store.transaction(() => first.rows.put(row('a1')))
    const { store, rows } = open(path)
    const byGroup = rows.indexBy(({ group }) => (group === 'x' ? null : group))
    store.transaction(() => {
      rows.put(row('a2'))
      rows.put(row('b1'))
      rows.put(row('x1'))
      rows.put(row('a1', 5))
    })
    expect(() =>
      store.transaction(() => {
        rows.put(row('a3'))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(byGroup('a')).toEqual([row('a1', 5), row('a2')])
    expect(byGroup('x')).toEqual([])
  })
})
