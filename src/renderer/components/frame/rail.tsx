// Left rail: the pages, and at the bottom settings and the profile.
import { CloudUpload, Database, Plug, Send, Settings, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'
import { cx } from '../../lib/cx.ts'
import { t } from '../../messages/index.ts'
import { Logo } from './logo.tsx'
import { ProfileMenu } from './profile-menu.tsx'

type EntryProps = { href: string; pattern: string; icon: ReactNode; label: string }

function Entry({ href, pattern, icon, label }: EntryProps) {
  const [here] = useRoute(pattern)
  return (
    <li>
      <Link
        href={href}
        aria-current={here ? 'page' : undefined}
        title={label}
        className={cx(
          'flex h-7 items-center gap-2 rounded-md px-2 font-medium transition-colors',
          here ? 'bg-pressed text-ink' : 'text-ink-2 hover:bg-pressed/60 hover:text-ink',
        )}
      >
        <span className={cx('flex size-4 shrink-0', here ? 'text-accent-text' : 'text-ink-3')}>{icon}</span>
        <span className="truncate max-[1120px]:sr-only">{label}</span>
      </Link>
    </li>
  )
}

export function Rail() {
  return (
    <nav
      aria-label={t.frame.navigation}
      className="flex w-52 shrink-0 flex-col gap-1 px-2 pb-2 max-[1120px]:w-12"
    >
      <div className="flex h-12 items-center gap-2 px-1.5">
        <Logo />
        <span className="truncate font-semibold max-[1120px]:hidden">{t.common.app}</span>
      </div>
      <ul className="flex flex-col gap-0.5">
        <Entry
          href="/audiences"
          pattern="/audiences/*?"
          icon={<Users size={16} />}
          label={t.frame.audiences}
        />
        <Entry
          href="/platforms"
          pattern="/platforms/*?"
          icon={<Plug size={16} />}
          label={t.frame.platforms}
        />
        <Entry
          href="/distributions"
          pattern="/distributions/*?"
          icon={<Send size={16} />}
          label={t.frame.distributions}
        />
        <Entry
          href="/bigquery"
          pattern="/bigquery/*?"
          icon={<CloudUpload size={16} />}
          label={t.frame.bigquery}
        />
        <Entry href="/sql" pattern="/sql" icon={<Database size={16} />} label={t.frame.sql} />
      </ul>
      <ul className="mt-auto flex flex-col gap-0.5">
        <Entry
          href="/settings"
          pattern="/settings/*?"
          icon={<Settings size={16} />}
          label={t.frame.settings}
        />
        <li>
          <ProfileMenu />
        </li>
      </ul>
    </nav>
  )
}
