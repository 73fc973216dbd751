import { describeConformance } from '../conformance/suite.ts'
import { pproHarness } from './conformance.ts'

// One that can do everything, and one that captures at once and voids nothing: what is refused is checked as well.
describeConformance(pproHarness({ paymentMethod: 'AMAZON_PAY', currency: 'USD' }))
describeConformance(pproHarness({ paymentMethod: 'TWINT', currency: 'CHF' }))
