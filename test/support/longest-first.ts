import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, most of it in waiting: begun last, one of them would keep a run waiting for it alone. */
const LONG = [
  'test/chaos/',
  'test/simulation/',
  'test/end-to-end/',
  'test/supervisor/',
  'test/operations/schedule/',
  'test/app/',
]

/** Begins with the long files, in that order; the others in Vitest's. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex(folder => moduleId.includes(`/${folder}`))
      return place === -1 ? LONG.length : place
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}
