import { randomBytes } from 'node:crypto'
import { masterKeys } from '../../../src/base/encryption/keys.ts'
import { createVault, newSystemKeys, type Vault } from '../../../src/base/encryption.ts'

/** A vault that is always the one that `current` returns: a test starts its gateways again with other keys. */
export function exchangeable(current: () => Vault): Vault {
  return new Proxy({} as Vault, { get: (_, name) => Reflect.get(current(), name) as unknown })
}

/** A vault with an installation's keys of its own. */
export function newVault(masterKey: Uint8Array = randomBytes(32)): Vault {
  const masters = masterKeys([masterKey])
  return createVault(masters, newSystemKeys(masters))
}
