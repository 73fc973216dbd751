import pg from 'pg'

interface Applied {
  readonly name: string
  readonly seconds: number
}

/** Reads how long the successful try of each of these migrations took. @throws if one was not applied. */
export async function readApplied(connectionString: string, names: readonly string[]): Promise<readonly Applied[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<Applied>(
      `SELECT migration_name AS name, extract(epoch FROM finished_at - started_at)::float8 AS seconds
         FROM public._prisma_migrations WHERE migration_name = ANY($1) AND finished_at IS NOT NULL ORDER BY started_at`,
      [names],
    )
    const missing = names.filter(name => !rows.some(row => row.name === name))
    if (missing.length > 0) throw new Error(`the upgrade did not apply ${missing.join(', ')}`)
    return rows
  } finally {
    await client.end()
  }
}
