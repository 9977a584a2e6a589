// The 68 segments of Claritas PRIZM Premier by number, with the setting that decides which markets they name.

export type Setting = 'urban' | 'suburban' | 'second_city' | 'town_rural'

const U = 'urban'
const S = 'suburban'
const C = 'second_city'
const T = 'town_rural'

/** In the order of their numbers: 1 is Upper Crust. */
const SEGMENTS: readonly (readonly [string, Setting])[] = [
  ['Upper Crust', S],
  ['Networked Neighbors', S],
  ['Movers & Shakers', S],
  ['Young Digerati', U],
  ['Country Squires', T],
  ["Winner's Circle", S],
  ['Money & Brains', U],
  ['Gray Power', S],
  ['Big Fish, Small Pond', T],
  ['Executive Suites', S],
  ['Fast-Track Families', T],
  ["Cruisin' to Retirement", S],
  ['Upward Bound', C],
  ['Kids & Cul-de-Sacs', S],
  ['New Homesteaders', T],
  ['Beltway Boomers', S],
  ['Urban Elders', U],
  ['Mayberry-ville', T],
  ['American Dreams', U],
  ['Empty Nests', S],
  ['The Cosmopolitans', U],
  ['Middleburg Managers', C],
  ['Township Travelers', T],
  ['Pickup Patriarchs', T],
  ['Up-and-Comers', C],
  ['Home Sweet Home', S],
  ['Big Sky Families', T],
  ['Country Casuals', T],
  ['White Picket Fences', C],
  ['Pools & Patios', S],
  ['Connected Bohemians', U],
  ['Traditional Times', T],
  ['Second City Startups', C],
  ['Young & Influential', S],
  ['Urban Achievers', U],
  ['Toolbelt Traditionalists', S],
  ["Bright Lights, Li'l City", C],
  ['Hometown Retired', C],
  ['Kid Country, USA', T],
  ['Aspiring A-Listers', U],
  ['Domestic Duos', S],
  ['Multi-Culti Mosaic', U],
  ['City Roots', U],
  ['Country Strong', T],
  ['Urban Modern Mix', U],
  ['Heartlanders', T],
  ['Striving Selfies', C],
  ['Generation Web', C],
  ['American Classics', S],
  ['Metro Grads', C],
  ['Campers & Camo', T],
  ['Simple Pleasures', T],
  ['Lo-Tech Singles', C],
  ['Struggling Singles', C],
  ['Red, White & Blue', T],
  ['Multi-Culti Families', U],
  ['Back Country Folks', T],
  ['Golden Ponds', T],
  ['New Melting Pot', C],
  ['Small-Town Collegiates', T],
  ['Second City Generations', C],
  ['Crossroad Villagers', T],
  ['Low-Rise Living', U],
  ['Family Thrifts', C],
  ['Young & Rustic', T],
  ['New Beginnings', C],
  ['Park Bench Seniors', C],
  ['Bedrock America', T],
]

export const PRIZM_COUNT = SEGMENTS.length

/** `04 Young Digerati`, as Claritas writes number and name. */
export function prizmLabel(number: number): string {
  const segment = SEGMENTS[number - 1]
  if (!segment) throw new Error(`There is no PRIZM Premier segment ${number}`)
  return `${String(number).padStart(2, '0')} ${segment[0]}`
}

export const prizmSetting = (number: number): Setting => SEGMENTS[number - 1]?.[1] ?? 'suburban'
