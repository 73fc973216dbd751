import { describeConformance } from '../conformance/suite.ts'
import { apsHarness } from './conformance.ts'

describeConformance(apsHarness)
