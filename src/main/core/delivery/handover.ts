// What the analyst does by hand, step by step, in words that name the package, the platform's object and the hashing.
import { type HashingRule, PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { NORMALISE_STEPS } from '../../../shared/platforms/normalise-steps.ts'
import type { Job } from './connector.ts'
import { peopleIn } from './definition.ts'

export type HandoverWords = {
  /** Steps between the list of members being ready and the numbers coming back: where it is uploaded. */
  upload: (job: Job, id: string) => readonly string[]
  /** `plain` where the account is set to take clear text; the encoding where the account chooses it. */
  encoding?: (job: Job) => HashingRule['encoding']
  /** Further rules of this platform, as whole sentences. */
  mind?: (job: Job) => readonly string[]
}

/** Which hashing rules an identifier type stands for, by the words in their names. */
const RULES: Readonly<Record<string, RegExp>> = { email: /e-mail/i, maid: /mobile/i, postal_code: /postal/i }

function hashingWords(job: Job, encoding: HashingRule['encoding'] | undefined): string[] {
  const { platform, audience } = job.input
  const { hashing } = PLATFORM_DEFINITIONS[platform.platform_type]
  const wanted = RULES[audience.identifier_type ?? '']
  const fitting = wanted ? hashing.filter(({ identifier }) => wanted.test(identifier)) : []
  return (fitting.length > 0 ? fitting : hashing).map(rule => {
    const form = rule.algorithm === 'none' ? 'plain' : (encoding ?? rule.encoding)
    const steps = rule.steps.map(step => NORMALISE_STEPS[step])
    const end =
      form === 'plain'
        ? 'no hash'
        : `SHA-256 of that, written as ${form === 'hex' ? 'hexadecimal in lower case' : 'Base64 of the 32 bytes'}`
    const doubt = rule.basis === 'unconfirmed' ? ' This is not confirmed by the platform.' : ''
    return `${rule.identifier}: ${[...steps, end].join('; ')}.${doubt}`
  })
}

/** One sentence or more each, in order. */
export function stepsOf(job: Job, { upload, encoding, mind }: HandoverWords, id: string): string[] {
  const { segments } = job.input
  const people = peopleIn(segments).toLocaleString('en')
  const which = segments.length === 1 ? 'the segment' : `the ${segments.length} segments`
  return [
    `Have the list of members made for ${which} in the package: segments.csv and segments.parquet say who belongs to each, ${people} people in all; audience.json says how the audience was defined.`,
    `Prepare each identifier as ${job.run.service} asks. ${hashingWords(job, encoding?.(job)).join(' ')}`,
    ...(mind?.(job) ?? []),
    ...upload(job, id),
    `When ${job.run.service} has matched the list, enter its numbers in this run, or import its file of rejected records.`,
  ]
}
