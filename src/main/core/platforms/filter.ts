// The contract's filter of platforms, as conditions on the store's read model.
import type { ParsedPlatformFilter } from '../../../shared/contract/platforms.ts'
import type { Condition, Filter } from '../store/face.ts'

export function filterOf({ search, platform_type, status, deleted }: ParsedPlatformFilter): Filter {
  const where: Condition[] = [{ column: 'deleted', is: 'one_of', values: [deleted] }]
  if (platform_type?.length) where.push({ column: 'platform_type', is: 'one_of', values: platform_type })
  if (status?.length) where.push({ column: 'status', is: 'one_of', values: status })
  return search ? { search, where } : { where }
}
