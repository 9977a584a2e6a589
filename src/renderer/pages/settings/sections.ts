// The sections of the settings page in their order: what each is called, and where it is reached.
import { t } from '../../messages/index.ts'

export const sections = {
  profile: { title: t.settings.profile, hint: t.settings.profileHint },
  appearance: { title: t.settings.appearance, hint: null },
  credentials: { title: t.credentialSettings.title, hint: t.credentialSettings.hint },
  workspace: { title: t.settings.workspace, hint: null },
  backups: { title: t.backups.title, hint: t.backups.hint },
  publish: { title: t.publish.title, hint: null },
  api: { title: t.apiAccess.title, hint: t.apiAccess.hint },
  about: { title: t.settings.about, hint: null },
} as const

export type SectionId = keyof typeof sections
export const SECTION_IDS = Object.keys(sections) as SectionId[]

export const sectionRoute = (id: SectionId) => `/settings/${id}`
export const headingId = (id: SectionId) => `settings-${id}`
/** Of a route; null for none, and for one that isn't there. */
export const sectionOf = (part: string | undefined) => SECTION_IDS.find(id => id === part) ?? null
