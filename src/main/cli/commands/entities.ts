// The three kinds of records as the command line names them, and how each is asked for.
import type { ExportWhich } from '../../../shared/contract/exports.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Given, Option } from '../command.ts'
import { wrong } from '../parse.ts'
import type { Session } from '../session.ts'

export const ENTITIES = {
  audiences: 'audience',
  platforms: 'platform',
  distributions: 'distribution',
} as const
export type Plural = keyof typeof ENTITIES
export const isPlural = (word: string | undefined): word is Plural =>
  word !== undefined && Object.hasOwn(ENTITIES, word)

export const entityOf = (word: string | undefined, command: string): Result<Plural> =>
  isPlural(word) ? ok(word) : wrong(`Say audiences, platforms or distributions, not “${word ?? ''}”`, command)

/** Conditions that `list` and `export` have in common. */
export const CONDITIONS = {
  search: { type: 'string', value: 'WORDS', says: 'Only those that have all of these words' },
  status: {
    type: 'string',
    value: 'STATUS',
    says: 'Only those of this status; several with commas between them',
  },
  tag: { type: 'string', value: 'TAG', says: 'Only audiences with this tag' },
  deleted: { type: 'boolean', says: 'Those in the trash instead' },
} as const satisfies Record<string, Option>

/** The filter as the contract knows it; the contract itself checks the values. */
export function filterOf(given: Given, entity: Plural, command: string): Result<object> {
  const [search, status, tag] = [given.text('search'), given.text('status'), given.text('tag')]
  if (tag !== undefined && entity !== 'audiences') return wrong('--tag goes with audiences only', command)
  return ok({
    ...(search !== undefined && { search }),
    ...(status !== undefined && { status: status.split(',').map(one => one.trim()) }),
    ...(tag !== undefined && { tags: [tag] }),
    ...(given.is('deleted') && { deleted: true }),
  })
}

/** All of one kind that match. */
export const whichOf = (entity: Plural, filter: object): ExportWhich =>
  ({ entity: ENTITIES[entity], filter }) as ExportWhich

/** The record of this id, whatever kind it is of: ids that were imported have no prefix of ours. */
export async function recordOf(
  session: Session,
  id: string,
): Promise<Result<{ entity: (typeof ENTITIES)[Plural]; record: object }>> {
  const asks = {
    audience: () => session.invoke('audiences.get', { audience_id: id }),
    platform: () => session.invoke('platforms.get', { platform_id: id }),
    distribution: () => session.invoke('distributions.get', { distribution_id: id }),
  } as const
  for (const [entity, ask] of Object.entries(asks)) {
    const found = await ask()
    if (found.ok) return ok({ entity: entity as keyof typeof asks, record: found.value })
    if (found.error.code !== 'not_found') return found
  }
  return fail('not_found', `There is nothing with the id ${id}`, {
    hint: '“list audiences”, “list platforms” and “list distributions” tell which ids there are.',
  })
}
