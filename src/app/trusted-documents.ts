import { readFile } from 'node:fs/promises'
import { StartupError } from '../base/log/startup-error.ts'
import { readTrustedDocuments, type TrustedDocuments } from '../http/graphql/trusted-documents.ts'

/** @param file See TRUSTED_DOCUMENTS. @throws StartupError if it cannot be used: no document would be executed. */
export async function readTrustedDocumentsFile(file: string | undefined): Promise<TrustedDocuments | undefined> {
  if (file === undefined) return undefined
  const json = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(`The file in TRUSTED_DOCUMENTS cannot be read (${error.code}): check its path.`)
  })
  const reading = readTrustedDocuments(json)
  if (reading.ok) return reading.documents
  throw new StartupError(`The file in TRUSTED_DOCUMENTS ${reading.problem}.`)
}
