// What can be done with the selected audiences. Up to 1,000 go in one commit with undo; all that match go as a job.
import { Archive, CircleCheck, CircleDashed, FileUp, Send, Tag, Trash2, Undo2, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'wouter'
import type { AudienceFilter, BulkAction } from '../../../shared/contract/audiences.ts'
import { askExport, EXPORT_KEYS, type ExportSource } from '../../actions/export.ts'
import { Button, IconButton } from '../../components/ui/button.tsx'
import { ConfirmDialog } from '../../components/ui/dialog.tsx'
import { t } from '../../messages/index.ts'
import { distributeRoute } from '../distributions/routes.ts'
import { change, changeMatching } from './changes.ts'
import { type Selection, selectedCount } from './selection.ts'
import { TagDialog } from './tag-dialog.tsx'

/** As many as one plan takes. */
const MOST_TO_SEND = 200

type Props = {
  selection: Selection
  total: number
  filter: AudienceFilter
  source: ExportSource
  inTrash: boolean
  onSelectMatching: () => void
  onClear: () => void
}

export function BulkBar({ selection, total, filter, source, inTrash, onSelectMatching, onClear }: Props) {
  const [, go] = useLocation()
  const [asking, setAsking] = useState<BulkAction | null>(null)
  const [tagging, setTagging] = useState(false)
  const count = selectedCount(selection, total)
  const begin = (action: BulkAction) => {
    if (selection.all) return setAsking(action)
    onClear()
    void change([...selection.ids], action)
  }
  const button = (action: BulkAction['do'], icon: ReactNode) => (
    <Button variant="ghost" icon={icon} onClick={() => begin({ do: action })}>
      {t.bulk[action === 'untag' ? 'tag' : action]}
    </Button>
  )
  return (
    <>
      {count > 0 && (
        <section
          aria-label={t.list.selected(count)}
          data-selection-bar
          className="absolute bottom-11 left-1/2 z-20 flex max-w-[calc(100%-16px)] w-max -translate-x-1/2 items-center gap-1 rounded-xl bg-raised py-1 pr-1 pl-4 shadow-float animate-rise"
        >
          <div className="flex min-w-0 flex-wrap items-center gap-1">
            <p className="mr-2 font-medium whitespace-nowrap">
              {selection.all ? t.list.allSelected(total) : t.list.selected(count)}
            </p>
            {!selection.all && count < total && total > count && (
              <Button variant="accent" onClick={onSelectMatching}>
                {t.list.selectMatching(total)}
              </Button>
            )}
            <span aria-hidden className="mx-1 h-4 w-px bg-line" />
            {inTrash ? (
              button('undelete', <Undo2 size={16} />)
            ) : (
              <>
                {!selection.all && count <= MOST_TO_SEND && (
                  <Button
                    variant="ghost"
                    icon={<Send size={16} />}
                    onClick={() => go(distributeRoute({ audiences: [...selection.ids] }))}
                  >
                    {t.run.distribute}
                  </Button>
                )}
                {button('activate', <CircleCheck size={16} />)}
                {button('to_draft', <CircleDashed size={16} />)}
                {button('archive', <Archive size={16} />)}
                <Button variant="ghost" icon={<Tag size={16} />} onClick={() => setTagging(true)}>
                  {t.bulk.tag}
                </Button>
                {button('delete', <Trash2 size={16} />)}
              </>
            )}
          </div>
          <IconButton label={t.exports.action} shortcut={EXPORT_KEYS} onClick={() => askExport(source)}>
            <FileUp size={16} />
          </IconButton>
          <IconButton label={t.list.clearSelection} shortcut="esc" onClick={onClear}>
            <X size={16} />
          </IconButton>
        </section>
      )}
      <TagDialog
        open={tagging}
        count={count}
        onClose={() => setTagging(false)}
        onApply={tags => begin({ do: 'tag', tags })}
      />
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={asking ? t.bulk.confirmTitle[asking.do](total) : ''}
        description={t.bulk.confirmBody}
        action={asking ? t.bulk[asking.do === 'untag' ? 'tag' : asking.do] : ''}
        danger={asking?.do === 'delete'}
        onConfirm={() => {
          onClear()
          if (asking) void changeMatching(filter, total, asking)
        }}
      />
    </>
  )
}
