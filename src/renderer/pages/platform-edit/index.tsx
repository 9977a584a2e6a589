// Connect or edit a platform: the choice of a type, the form of one, or the form on a record.
import { SearchX, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { PLATFORM_TYPES, type Platform, type PlatformType } from '../../../shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { restorePlatform } from '../../actions/platforms.ts'
import { usePlatform } from '../../api/platforms.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { t } from '../../messages/index.ts'
import { editPlatformRoute, newOfTypeRoute, newPlatformRoute, platformsRoute } from '../platform/routes.ts'
import { Chooser } from './chooser.tsx'
import { EditorView } from './editor-view.tsx'
import { emptyForm, formOfPlatform } from './model/form.ts'
import { leftAt } from './use-leaving.ts'

/** What the form starts from is taken once: it mustn't change while it is open. */
function NewForm({ type }: { type: PlatformType }) {
  const definition = PLATFORM_DEFINITIONS[type]
  const [form] = useState(() => leftAt(newOfTypeRoute(type))?.form ?? emptyForm(definition))
  return <EditorView start={{ definition, base: null, form }} latest={null} />
}

function EditForm({ platform }: { platform: Platform }) {
  const definition = PLATFORM_DEFINITIONS[platform.platform_type]
  const [start] = useState(() => {
    const left = leftAt(editPlatformRoute(platform.platform_id))
    if (left) return { definition, ...left }
    return { definition, base: platform, form: formOfPlatform(definition, platform) }
  })
  return <EditorView start={start} latest={platform} />
}

function Edit({ id }: { id: string }) {
  const [, go] = useLocation()
  const { data: platform, error, refetch } = usePlatform(id)
  const back = <Button onClick={() => go(platformsRoute)}>{t.platform.backToList}</Button>
  // A form that was open when its platform went to the trash stays open, and says so.
  const wasLiving = useRef(false)
  if (platform && !platform.deleted) wasLiving.current = true
  if (platform && !wasLiving.current)
    return (
      <EmptyState
        icon={<Trash2 size={20} />}
        title={t.platform.inTrash}
        actions={
          <>
            <Button onClick={() => void restorePlatform(platform)}>{t.platform.restore}</Button>
            {back}
          </>
        }
      >
        {t.platform.inTrashHint}
      </EmptyState>
    )
  if (platform) return <EditForm platform={platform} />
  if (!error)
    return (
      <div role="status" className="flex flex-col gap-4 px-8 py-6">
        <span className="sr-only">{t.common.loading}</span>
        <Skeleton className="h-7 w-80" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-24 w-full" />
      </div>
    )
  return error.code === 'not_found' ? (
    <EmptyState icon={<SearchX size={20} />} title={t.platform.notFound} actions={back}>
      {t.platform.notFoundHint}
    </EmptyState>
  ) : (
    <ErrorState error={error} title={t.platform.failed} onRetry={() => void refetch()} actions={back} />
  )
}

function UnknownType() {
  const [, go] = useLocation()
  return (
    <EmptyState
      icon={<SearchX size={20} />}
      title={t.platformEdit.unknownType}
      actions={<Button onClick={() => go(newPlatformRoute)}>{t.platformEdit.chooseType}</Button>}
    >
      {t.platformEdit.unknownTypeHint}
    </EmptyState>
  )
}

type Props = {
  /** Of a record to edit. */
  id?: string
  /** Of a new platform, as the address has it; without both, the choice of one. */
  type?: string
}

export default function PlatformEditPage({ id, type }: Props) {
  if (id !== undefined) return <Edit key={id} id={id} />
  if (type === undefined) return <Chooser />
  const known = PLATFORM_TYPES.find(each => each === type)
  return known ? <NewForm key={known} type={known} /> : <UnknownType />
}
