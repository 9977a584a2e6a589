// Where a type's API is, as its definition says.
import type { PlatformType } from '../../../shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'

function addressOf(type: PlatformType, kind: 'base_urls' | 'token_urls', region: string): string {
  const address = PLATFORM_DEFINITIONS[type].api?.[kind]?.[region]
  if (address === undefined) throw new Error(`The definition of ${type} has no ${kind} for ${region}`)
  return address
}

/** Without a slash at its end. A region that the definition doesn't have is a bug. */
export const baseUrl = (type: PlatformType, region = 'default') => addressOf(type, 'base_urls', region)

/** Where access tokens are refreshed. */
export const tokenUrl = (type: PlatformType, region = 'default') => addressOf(type, 'token_urls', region)

const usualVersion = (type: PlatformType, version: string) => {
  const usual = PLATFORM_DEFINITIONS[type].api?.version
  return usual === version ? null : (usual ?? null)
}

/** What to do about a version that the platform doesn't serve: retired, or not there yet. */
export function otherVersion(type: PlatformType, version: string): string {
  const { name } = PLATFORM_DEFINITIONS[type]
  const usual = usualVersion(type, version)
  const example = usual === null ? '' : `, such as ${usual}`
  return `Set the API version to one that ${name} serves now${example}, then test again.`
}

/** The end of a hint where another API version than the usual one may be the reason; '' where it is the usual one. */
export function versionHint(type: PlatformType, version: string): string {
  const usual = usualVersion(type, version)
  return usual === null
    ? ''
    : ` Check the API version too: it is set to ${version}, and ${usual} is the usual one.`
}
