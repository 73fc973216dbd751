import { builder } from './builder.ts'
import './scalars/index.ts'
import './node.ts'
import './shared/event-source.ts'
import './shared/failure.ts'
import './shared/money.ts'
import './shared/operation-status.ts'
import './shared/provider-code.ts'
import './viewer.ts'

// In the order of definition: an object's id comes first, not its agreements.
export const schema = builder.toSchema({ sortSchema: false })
