import { accessSync, constants, statfsSync } from 'node:fs'

/** What the temporary files of a whole run need at most, several times over. */
const NEEDED_BYTES = 4 * 1024 ** 3

/**
 * Linux's file system in memory, if it has room. A disk's file system spends more time on creating and removing the
 * files of hundreds of databases than the tests spend on their work.
 *
 * @returns undefined where there is none, or too little of it, as in many containers.
 */
export function memoryFolder(): string | undefined {
  const folder = '/dev/shm'
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= NEEDED_BYTES ? folder : undefined
  } catch {
    return undefined
  }
}
