// Names that a platform is likely to refuse or flag, before it does. A guess from the wording: never more than a warning.
import { PLATFORM_DEFINITIONS } from '../platforms/definition.ts'
import type { PlatformType } from './platform.ts'
import { fine, note, type PreflightCheck, trouble } from './preflight-check.ts'

/**
 * Characters. No platform's own limit for the names of uploaded lists was found in its documents, so this is our own
 * choice: what still shows in the menus of their ad managers, and in the name of a folder.
 */
export const LONG_NAME = 100

/**
 * Meta flags lists whose names suggest health conditions or financial status; its examples are “arthritis”, “diabetes”,
 * “credit score” and “high income”. The other words are ours. Source: Marketing API, customer file custom audiences.
 */
const SENSITIVE: readonly { about: string; words: RegExp }[] = [
  {
    about: 'health',
    words:
      /\b(?:arthriti[cs]|asthma(?:tics?)?|cancer|diabet(?:es|ics?)|depress(?:ion|ed)|obes(?:e|ity)|pregnan(?:t|cy)|disab(?:led|ility|ilities)|hiv|aids|alzheimer(?:’s|'s)?|dementia|migraines?|allerg(?:y|ies|ic)|addict(?:ion|s|ed)?|alcoholi(?:cs?|sm)|mental health|medication|prescriptions?|patients?|diagnos(?:is|ed)|chronic|disorders?|symptoms?|overweight|weight loss|fertility|surgery)\b/i,
  },
  {
    about: 'finances',
    words:
      /\b(?:credit scores?|subprime|bad credit|good credit|fico|high incomes?|low incomes?|incomes?|debts?|in debt|bankrupt(?:cy|cies)?|net worth|affluent|wealthy|millionaires?|foreclosures?|loans?|mortgages?|unemployed|overdrawn|payday|welfare|food stamps)\b/i,
  },
]

/** The first word that suggests health or finances, and which; null for none. Names with _ or - between their words are read as words. */
export function sensitiveWording(name: string): { about: string; word: string } | null {
  const text = name.normalize('NFKC').replace(/[-_+./|\s]+/g, ' ')
  for (const { about, words } of SENSITIVE) {
    const word = words.exec(text)?.[0]
    if (word) return { about, word }
  }
  return null
}

/** The name that the audience is given on the platform: how long it is, and how it reads. */
export function nameChecks(name: string, type: PlatformType): PreflightCheck[] {
  const length = [...name].length
  const platform = PLATFORM_DEFINITIONS[type].name
  const checks = [
    length > LONG_NAME
      ? trouble(
          'warning',
          'name_length',
          `The name has ${length} characters; menus cut long names, and some platforms refuse them.`,
          `Shorten it to ${LONG_NAME} characters or fewer.`,
          'rename_audience',
        )
      : fine('name_length', 'The name is short enough.'),
  ]
  const found = sensitiveWording(name)
  if (!found) return checks
  const hint = `Rename the audience so that it says nothing about a person’s ${found.about}.`
  const says = `“${found.word}” in the name suggests ${found.about}`
  if (type === 'meta')
    checks.push(
      trouble(
        'warning',
        'name_wording',
        `${says}: Meta flags such audiences (operation_status 471), and then new campaigns can’t use them.`,
        hint,
        'rename_audience',
      ),
    )
  // A folder or one's own webhook has no reviewer.
  else if (PLATFORM_DEFINITIONS[type].api)
    checks.push(note('name_wording', `${says}; ${platform} may review such names.`, hint, 'rename_audience'))
  return checks
}
