export { connections, possibleTypes, typesWithoutId } from '../generated/facts.ts'
export { scalars } from './scalars.ts'
