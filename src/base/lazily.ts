import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * A module that is loaded at its first use, because most starts of the gateway never need it and it takes long to load.
 *
 * @param name A package of the project's dependencies.
 */
export function lazily<Module>(name: string): () => Module {
  let loaded: Module | undefined
  return () => {
    loaded ??= require(name) as Module
    return loaded
  }
}
