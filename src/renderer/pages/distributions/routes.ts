// Where the pages of distributions are, in the app's own router.

export const distributionsRoute = '/distributions'
export const insightsRoute = '/distributions/insights'
/** An empty query takes away an earlier one: the router keeps it otherwise. */
export const newDistributionRoute = '/distributions/new?'
export const distributionRoute = (id: string) => `/distributions/${id}`
export const changeRunRoute = (id: string) => `/distributions/${id}/edit`

/** The plan opens with these chosen. Ids need no escaping. */
export function distributeRoute({
  audiences = [],
  platforms = [],
}: {
  audiences?: readonly string[]
  platforms?: readonly string[]
}): string {
  const query = [
    ...(audiences.length > 0 ? [`audiences=${audiences.join(',')}`] : []),
    ...(platforms.length > 0 ? [`platforms=${platforms.join(',')}`] : []),
  ].join('&')
  return `${newDistributionRoute}${query}`
}
