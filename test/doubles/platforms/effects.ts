// What the doubles have brought about: every object they made and every message they took, counted, so that a test sees
// whether something happened twice.

export type Made = {
  platform: string
  id: string
  /** Our id, our name with its mark, or the key of a message: what tells one effect from another. */
  external: string
  name: string
  /** How often it was asked for with the same external id. Only the webhook's receiver takes repeats as one. */
  times: number
  details: unknown
  /** What the platform tells of it since; see `report`. */
  reported: Readonly<Record<string, unknown>>
}

const all: Made[] = []

export const effects = {
  of: (platform: string): readonly Made[] => all.filter(one => one.platform === platform),
  find: (platform: string, id: string) => all.find(one => one.platform === platform && one.id === id),
  /** Adds one, whether or not there is one with the same external id, as the platforms do. */
  make(platform: string, external: string, name: string, id: string, details: unknown = null): Made {
    const made: Made = { platform, id, external, name, times: 1, details, reported: {} }
    all.push(made)
    return made
  },
  /** As a receiver that knows a key again. */
  takeOnce(platform: string, external: string, details: unknown): Made {
    const known = all.find(one => one.platform === platform && one.external === external)
    if (known) {
      known.times += 1
      return known
    }
    return this.make(platform, external, '', external, details)
  },
  /** As if lists had been uploaded by hand, and the platform had matched them: fields of its answers, in its words. */
  report(platform: string, id: string, reported: Made['reported']): void {
    const made = this.find(platform, id)
    if (!made) throw new Error(`${platform} has no ${id}`)
    made.reported = reported
  },
  /** As if somebody had deleted it at the platform. */
  remove(platform: string, id: string): void {
    const index = all.findIndex(one => one.platform === platform && one.id === id)
    if (index >= 0) all.splice(index, 1)
  },
  count: () => all.length,
  forget() {
    all.length = 0
  },
}

/** A number that no JavaScript number holds; each its own. */
export const largeId = () => String(9_223_372_036_854_000_001n + BigInt(all.length))
