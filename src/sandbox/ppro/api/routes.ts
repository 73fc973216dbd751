import type { Route } from './route.ts'
import { agreementRoutes } from './routes-agreements.ts'
import { chargeRoutes } from './routes-charges.ts'
import { operationRoutes } from './routes-operations.ts'

export const ROUTES: readonly Route[] = [...agreementRoutes, ...chargeRoutes, ...operationRoutes]
