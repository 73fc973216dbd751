export { PerennialCache, possibleTypes, typePolicies } from './cache.ts'
export { PerennialLink } from './link.ts'
export { retrySettings } from './retry-settings.ts'
