// How many records of each sort differ between a backup and the workspace; each number shows which.
import type { Compared, Difference, OpenedBackup } from '../../../../shared/contract/backups.ts'
import { cx } from '../../../lib/cx.ts'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'

const words = t.backups.restore
const KINDS: readonly Difference[] = ['only_backup', 'differs', 'only_here']

type Shown = { entity: Compared; kind: Difference } | null
type Props = {
  opened: OpenedBackup
  entities: readonly Compared[]
  shown: Shown
  onShow: (shown: Shown) => void
}

export function ComparedTable({ opened, entities, shown, onShow }: Props) {
  return (
    <table className="w-full text-left">
      <caption className="pb-1 text-left text-sm text-ink-3">{words.compared}</caption>
      <thead className="text-sm text-ink-3">
        <tr>
          <td />
          {KINDS.map(kind => (
            <th key={kind} scope="col" className="w-32 py-1 pr-2 text-right font-medium">
              {words[kind]}
            </th>
          ))}
          <th scope="col" className="w-32 py-1 pr-2 text-right font-medium">
            {words.same}
          </th>
        </tr>
      </thead>
      <tbody>
        {entities.map(entity => (
          <tr key={entity} className="border-t border-line">
            <th scope="row" className="h-8 font-normal">
              {words.entities[entity]}
            </th>
            {KINDS.map(kind => {
              const count = opened.counts[entity][kind]
              const isShown = shown?.entity === entity && shown.kind === kind
              return (
                <td key={kind} className="text-right">
                  {count === 0 ? (
                    <span className="pr-2 text-ink-3">{exactNumber(0)}</span>
                  ) : (
                    <button
                      type="button"
                      aria-expanded={isShown}
                      aria-label={words.show(words.entities[entity], words[kind], count)}
                      onClick={() => onShow(isShown ? null : { entity, kind })}
                      className={cx(
                        'h-6 rounded-sm px-2 font-medium text-accent-text transition-colors hover:bg-accent-tint',
                        isShown && 'bg-accent-tint',
                      )}
                    >
                      {exactNumber(count)}
                    </button>
                  )}
                </td>
              )
            })}
            <td className="pr-2 text-right text-ink-3">{exactNumber(opened.counts[entity].same)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
