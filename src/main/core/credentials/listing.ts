// The entry of each platform that lists its fields in the keychain, so that deleting the platform finds them all.
import * as z from 'zod'

/** How many entries each field of a place has, or had before a change that was cut short: all that is to be deleted. */
export type Listed = ReadonlyMap<string, number>

const Listing = z.array(z.tuple([z.string(), z.int().min(1).max(99)]))

/** Empty when there is none, or none that can be read. */
export function listedIn(text: string | null): Listed {
  try {
    return new Map(Listing.parse(JSON.parse(text ?? '[]')))
  } catch {
    return new Map()
  }
}

export const listingOf = (listed: Listed) => JSON.stringify([...listed])
