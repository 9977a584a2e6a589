// Exporting and copying what a page shows: the dialog asks how, a job writes the file, the clipboard takes the text.
import type { CopyFormat, ExportFormat, ExportWhich } from '../../shared/contract/exports.ts'
import { client } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { showError, showToast } from '../components/ui/toast.tsx'
import { writeClipboard } from '../lib/clipboard.ts'
import { createStore } from '../lib/store.ts'
import { t } from '../messages/index.ts'
import { chooseSaveFile, noteFileJob } from './files.ts'

const words = t.exports

export type ExportSource = {
  which: ExportWhich
  count: number
  /** What the list shows. */
  columns: readonly string[]
  scope: 'all' | 'matching' | 'selected' | 'one'
  /** Of the one audience, which can also be exported as a file to be shared. */
  one?: { audience_id: string; name: string }
}

export const EXPORT_KEYS = 'mod+shift+e'

/** What the dialog asks about. */
export const exportAsked = createStore<ExportSource | null>(null)

export function askExport(source: ExportSource): void {
  if (source.count > 0) exportAsked.set(source)
  else showToast({ title: words.nothing })
}

export type ExportChoice = { format: ExportFormat | 'audience'; whole: boolean }

const LONGEST_NAME = 60
const today = () => new Date().toLocaleDateString('sv')
const plainName = (name: string) =>
  name
    .replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_NAME)

function proposedName({ which, one }: ExportSource, format: ExportChoice['format']): string {
  if (format === 'audience') return `${plainName(one?.name ?? '') || 'audience'}.audience.json`
  const stem = one ? plainName(one.name) : ''
  return `${stem || `${words.fileNames[which.entity]}-${today()}`}.${format}`
}

export async function startExport(source: ExportSource, { format, whole }: ExportChoice): Promise<void> {
  const target = await chooseSaveFile(proposedName(source, format), format)
  if (!target) return
  const { file_token } = target
  const started =
    format === 'audience'
      ? await client.exports.audience({ file_token, audience_id: source.one?.audience_id ?? '' })
      : await client.exports.start({
          file_token,
          format,
          which: source.which,
          ...(!whole && { columns: [...source.columns] }),
        })
  if (!started.ok) return void showError(started.error)
  noteFileJob(started.value)
  noteJob(started.value)
}

/** The format that was copied last: what the keys copy. */
const lastFormat = createStore<CopyFormat>('csv')

export async function copyToClipboard(text: string, rows: number, format: CopyFormat): Promise<void> {
  lastFormat.set(format)
  if (await writeClipboard(text)) showToast({ title: words.copied(rows, words.copyFormats[format]) })
  else showToast({ title: words.notCopied, detail: words.notCopiedHint, tone: 'failed' })
}

export async function copyRows(
  { which, columns, count }: Pick<ExportSource, 'which' | 'columns' | 'count'>,
  format: CopyFormat = lastFormat.get(),
): Promise<void> {
  if (count === 0) return void showToast({ title: words.nothing })
  const copied = await client.exports.copy({ format, which, columns: [...columns] })
  if (copied.ok) await copyToClipboard(copied.value.text, copied.value.rows, format)
  else showError(copied.error)
}

/** Where a page has nothing of its own to export. */
export async function exportAllAudiences(): Promise<void> {
  const counted = await client.audiences.count({})
  if (!counted.ok) return void showError(counted.error)
  askExport({
    which: { entity: 'audience', sort: {} },
    count: counted.value.total,
    columns: AUDIENCE_COLUMNS,
    scope: 'all',
  })
}

/** What the list of audiences shows at first. */
const AUDIENCE_COLUMNS = [
  'name',
  'status',
  'data_type',
  'total_audience_size',
  'segment_count',
  'variable_count',
  'tags',
  'campaign_id',
  'updated_at',
]
