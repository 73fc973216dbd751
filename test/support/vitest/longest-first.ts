import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The slowest files, which mostly wait: if one of them began last, the whole run would wait for it. */
const LONG = [
  'test/chaos/',
  'test/simulation/',
  'test/end-to-end/',
  'test/supervisor/',
  'test/operations/schedule/',
  'test/app/',
]

/** Begins with the slow files, in that order; the others in Vitest's order. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex(folder => moduleId.includes(`/${folder}`))
      return place === -1 ? LONG.length : place
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}
