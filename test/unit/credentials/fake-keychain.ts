// A keychain for tests: entries in memory, with the faults of real ones.
import type { Keychain } from '../../../src/main/core/credentials/keychain.ts'

export type FakeKeychain = Keychain & {
  entries: Map<string, string>
  calls: number
  /** As a Secret Service without a way to ask for the password: what is there isn't found, and only writing is refused. */
  locked: boolean
  /** Called before each call; what it throws or waits for is what the caller gets. */
  before: (call: { method: string; account: string }) => Promise<void> | void
  /** Called once a call has been carried out; what it throws is what the caller gets all the same. */
  after: () => void
}

export function fakeKeychain(entries = new Map<string, string>()): FakeKeychain {
  const keyOf = (service: string, account: string) => {
    // Windows: names are the same whatever their case, and have limits.
    if (account.length > 513) throw new Error('The name is too long')
    return `${service}/${account}`.toLowerCase()
  }
  const fake: FakeKeychain = {
    entries,
    calls: 0,
    locked: false,
    before: () => undefined,
    after: () => undefined,
    async getPassword(service, account) {
      fake.calls += 1
      await fake.before({ method: 'get', account })
      fake.after()
      return fake.locked ? null : (entries.get(keyOf(service, account)) ?? null)
    },
    async setPassword(service, account, password) {
      fake.calls += 1
      await fake.before({ method: 'set', account })
      if (fake.locked) throw new Error('Cannot create an item in a locked collection')
      if (Buffer.byteLength(password) > 2_560) throw new Error('The stub received bad data')
      entries.set(keyOf(service, account), password)
      fake.after()
    },
    async deletePassword(service, account) {
      fake.calls += 1
      await fake.before({ method: 'delete', account })
      const deleted = !fake.locked && entries.delete(keyOf(service, account))
      fake.after()
      return deleted
    },
  }
  return fake
}
