import { describeConformance } from '../conformance/suite.ts'
import { pproHarness } from './conformance.ts'

// One method with every capability, and one that captures at once and has no void: refusals are checked as well.
describeConformance(pproHarness({ paymentMethod: 'AMAZON_PAY', currency: 'USD' }))
describeConformance(pproHarness({ paymentMethod: 'TWINT', currency: 'CHF' }))
