// Ad platforms: the package first, then the platform's own object by its API, then what the analyst does by hand.
// The app holds no identifiers of members, so a run here never ends before a person has uploaded them.
import { rm } from 'node:fs/promises'
import { done, type Failure, failed, type Step, unreadable } from '../connectors/failure.ts'
import { failure, type Job, type Outcome } from './connector.ts'
import { type HandoverWords, stepsOf } from './handover.ts'
import { type Note, readNote, writeNote } from './notes.ts'
import { sha256Of } from './package/contents.ts'
import { deliverPackage, handoverPlace } from './package/deliver.ts'
import { codeOf } from './package/disk.ts'

/** An object of the platform, such as a segment or a custom audience. */
export type Found = { id: string }

export type PlatformApi<Signed> = {
  /** As in “the segment”. */
  noun: string
  /** Gets what calls are made with, such as an access token. */
  signIn: (job: Job) => Promise<Step<Signed>>
  /** Looks up the object of an earlier run by its id, and brings it up to date; null when it is gone. */
  keep: (job: Job, signed: Signed, id: string) => Promise<Step<Found | null>>
  /** Looks for the object that this run made before, by our own id or its name; left out where the platform can't. */
  find?: (job: Job, signed: Signed) => Promise<Step<Found | null>>
  create: (job: Job, signed: Signed) => Promise<Step<Found>>
}

/** Our id of the object: the run's, the same for each of its attempts. */
export const externalId = ({ input }: Job) => input.distribution.distribution_id

/** A mark at the end of names, by which the object is found where a platform takes no id of ours. */
export const markOf = (job: Job) => `#${sha256Of(externalId(job)).slice(0, 10)}`

/** The audience's name with the mark; at most `limit` UTF-16 units, cut before the mark. */
export function markedName(job: Job, limit: number): string {
  const mark = ` ${markOf(job)}`
  const name = job.input.audience.name.slice(0, limit - mark.length).replace(/[\ud800-\udbff]$/, '')
  return `${name.trimEnd()}${mark}`
}

export const isMarked = (job: Job, name: string | null) => name?.endsWith(` ${markOf(job)}`) === true

const attemptOf = (key: string) => Number(/\.(\d+)$/.exec(key)?.[1] ?? '1')

/** Whether an earlier try of this run may have made the object. */
const mayExist = ({ input }: Job, note: Note<'object'> | null) =>
  input.resumed || note !== null || attemptOf(input.key) > 1

/** Failures after which the platform may have carried out the call all the same. */
const OPEN: readonly Failure['cause'][] = ['timeout', 'offline', 'platform_fault', 'unreadable', 'cancelled']

function openEnd(job: Job, api: { noun: string; find?: unknown }, one: Failure): Failure {
  if (!OPEN.includes(one.cause)) return one
  const { service } = job.run
  if (api.find) {
    return {
      ...one,
      hint: `${one.hint} Whether ${service} made the ${api.noun} is looked up before the next try.`,
    }
  }
  return {
    ...one,
    final: true,
    message: `${one.message} Whether the ${api.noun} was made is not known.`,
    hint: lookYourself(job, api.noun),
  }
}

const lookYourself = (job: Job, noun: string) =>
  `Look in ${job.run.service} for the ${noun} with the external ID ${externalId(job)}. If it isn’t there, retry the run; if it is, cancel this run and fill that ${noun} by hand, so that there aren’t two.`

/** As ids of platforms are; what else may come is in no record, no address and no words. */
const isId = (id: string) => /^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$/.test(id)

async function create<Signed>(job: Job, signed: Signed, api: PlatformApi<Signed>): Promise<Step<Found>> {
  const { folder, key } = job.input
  await writeNote(folder, 'object', { key, platform_audience_id: null })
  const asked = await api.create(job, signed)
  const made = asked.ok && !isId(asked.value.id) ? failure(unreadable(job.run.service, 200)) : asked
  if (!made.ok) return failure(openEnd(job, api, made.failure))
  // The caller keeps the id too: a note that can't be written now mustn't make a failure of what has worked.
  await writeNote(folder, 'object', { key, platform_audience_id: made.value.id }).catch(() => undefined)
  return made
}

/** The object that this run fills: the earlier one, the one that an earlier try made, or a new one. */
async function objectFor<Signed>(job: Job, signed: Signed, api: PlatformApi<Signed>): Promise<Step<Found>> {
  const { previous_platform_audience_id: previous, folder, key, resumed } = job.input
  if (previous !== null && !isId(previous)) {
    return failed(
      'wrong_id',
      `What an earlier run kept as the ID of its ${api.noun} is none of ${job.run.service}.`,
      `Plan a new first run of this audience to make another ${api.noun}.`,
    )
  }
  if (previous !== null) {
    const kept = await api.keep(job, signed, previous)
    if (!kept.ok) return kept
    if (kept.value) return done(kept.value)
    return failed(
      'wrong_id',
      `The ${api.noun} ${previous}, which an earlier run filled, is no longer there at ${job.run.service}.`,
      `Plan a new first run of this audience to make another ${api.noun}, or have it restored in ${job.run.service}.`,
    )
  }
  const note = await readNote(folder, 'object', key)
  if (note?.platform_audience_id) return done({ id: note.platform_audience_id })
  if (api.find && mayExist(job, note)) {
    const found = await api.find(job, signed)
    if (!found.ok) return found
    if (found.value && isId(found.value.id)) return done(found.value)
    if (found.value) return failure(unreadable(job.run.service, 200))
  }
  if (!api.find && note && resumed) {
    return failed(
      'rejected',
      `The app was closed while ${job.run.service} was asked to make the ${api.noun}. Whether it was made is not known, and ${job.run.service} can’t be asked by our ID.`,
      lookYourself(job, api.noun),
    )
  }
  return create(job, signed, api)
}

/** A package of a run that failed helps nobody; one that can't be removed does no harm. */
const discard = (path: string) => rm(path, { recursive: true, force: true }).catch(() => undefined)

export async function deliverObject<Signed>(
  job: Job,
  api: PlatformApi<Signed>,
  words: HandoverWords,
): Promise<Step<Outcome>> {
  const { input, took } = job
  input.progress(0, 2)
  const written = await deliverPackage(input, handoverPlace(input))
  if (!written.ok) return written
  const { path, files } = written.value
  input.progress(1, 2)
  let object: Step<Found>
  try {
    const signed = await api.signIn(job)
    object = signed.ok ? await objectFor(job, signed.value, api) : signed
  } catch (error) {
    // Only the notes touch the disk here.
    if (codeOf(error) === 'unknown') throw error
    object = failed(
      'rejected',
      `The folder ${input.folder} could not be written to (error ${codeOf(error)}).`,
      'Free some space and check the rights on the workspace’s folder, then retry the run.',
    )
  }
  if (!object.ok) {
    await discard(path)
    return object
  }
  const { id } = object.value
  took({ files })
  input.progress(2, 2)
  return done({
    state: 'waiting',
    platform_audience_id: id,
    package: path,
    handover: {
      reason: `The ${api.noun} ${id} is ready at ${job.run.service}. It takes lists of members, and this workspace holds audiences without the identifiers of their members: those are uploaded by hand.`,
      package: path,
      steps: stepsOf(job, words, id),
    },
  })
}
