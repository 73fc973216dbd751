/** A row that a foreign key guarantees. If it is missing, that is a defect. */
export async function present<Row>(loading: Promise<Row | null>): Promise<Row> {
  const row = await loading
  if (row === null) throw new Error('a row that a foreign key refers to is missing')
  return row
}
