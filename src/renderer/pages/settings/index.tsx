// Settings: profile, looks, credentials and accounts, the workspace and its files, what is published, the API, about.
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { About } from './about.tsx'
import { ApiAccess } from './api-access.tsx'
import { Appearance } from './appearance.tsx'
import { Backups } from './backups/index.tsx'
import { Credentials } from './credentials.tsx'
import { Profile } from './profile.tsx'
import { Publish } from './publish.tsx'
import { sectionOf } from './sections.ts'
import { SideList } from './side-list.tsx'
import { useSections } from './use-sections.ts'
import { Workspace } from './workspace.tsx'

export default function SettingsPage({ section }: { section?: string }) {
  useTitle(t.settings.title)
  const { page, content, current } = useSections(sectionOf(section))
  return (
    <div ref={page} className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-[952px] gap-10 px-6 pt-6 pb-16">
        <SideList current={current} />
        <div ref={content} className="min-w-0 flex-1">
          <h1 className="pb-4 text-title font-semibold">{t.settings.title}</h1>
          <Profile />
          <Appearance />
          <Credentials />
          <Workspace />
          <Backups />
          <Publish />
          <ApiAccess />
          <About />
        </div>
      </div>
    </div>
  )
}
