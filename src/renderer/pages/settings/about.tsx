// Which program this is, and where more can be found.

import type { Result } from '../../../shared/errors.ts'
import { client } from '../../api/client.ts'
import { useShell } from '../../api/hooks.ts'
import { Button } from '../../components/ui/button.tsx'
import { showError } from '../../components/ui/toast.tsx'
import { t } from '../../messages/index.ts'
import { Row, Section } from './parts.tsx'

const words = t.settings

async function tell(answer: Promise<Result<null>>) {
  const result = await answer
  if (!result.ok) showError(result.error)
}

export function About() {
  const shell = useShell().data
  if (!shell) return null
  return (
    <Section id="about">
      <Row label={words.version}>
        <span data-selectable>
          {t.common.app} {shell.app_version}
        </span>
      </Row>
      <Row label={words.door}>{words.doors[shell.kind]}</Row>
      <div className="flex flex-wrap gap-2">
        {shell.kind === 'desktop' && (
          <Button onClick={() => void tell(client.shell.openLogs({}))}>{words.logs}</Button>
        )}
        <Button onClick={() => void tell(client.shell.openLink({ link: 'repository_issues' }))}>
          {words.issuesLink}
        </Button>
        <Button onClick={() => void tell(client.shell.openLink({ link: 'parquet' }))}>
          {words.formatLink}
        </Button>
      </div>
    </Section>
  )
}
