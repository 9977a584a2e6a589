// How what a page shows is exported: all of it or what is seen, and as which kind of file.
import { useState } from 'react'
import { type ExportChoice, type ExportSource, exportAsked, startExport } from '../../actions/export.ts'
import { createStore, useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { RadioList } from '../ui/radio-list.tsx'

const words = t.exports
const FORMATS = ['csv', 'xlsx', 'json', 'ndjson', 'parquet'] as const

/** As it was chosen last, while the window is open. */
const lastChoice = createStore<ExportChoice>({ format: 'csv', whole: false })

function Choices({ source, onClose }: { source: ExportSource; onClose: () => void }) {
  const { which, count, columns, scope, one } = source
  const [choice, setChoice] = useState<ExportChoice>(() => {
    const last = lastChoice.get()
    return one ? { ...last, format: 'audience' } : last
  })
  const formats: readonly ExportChoice['format'][] = one ? ['audience', ...FORMATS] : FORMATS
  const start = () => {
    if (choice.format !== 'audience') lastChoice.set(choice)
    onClose()
    void startExport(source, choice)
  }
  return (
    <Dialog
      open
      width="md"
      onClose={onClose}
      title={one ? words.titleOne(one.name) : words.title(which.entity, count)}
      description={words.scope[scope]}
      footer={
        <>
          <Button size="lg" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button size="lg" variant="primary" onClick={start}>
            {words.start}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-5 py-1"
        onSubmit={event => {
          event.preventDefault()
          start()
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') start()
        }}
      >
        <RadioList
          label={words.format}
          columns
          value={choice.format}
          onChange={format => setChoice({ ...choice, format })}
          options={formats.map(value => ({
            value,
            label: words.formats[value],
            hint: words.formatHints[value],
          }))}
        />
        {choice.format !== 'audience' && (
          <RadioList
            label={words.what}
            columns
            value={choice.whole ? 'whole' : 'seen'}
            onChange={what => setChoice({ ...choice, whole: what === 'whole' })}
            options={[
              { value: 'seen', label: words.seen, hint: words.seenHint(columns.length) },
              { value: 'whole', label: words.whole, hint: words.wholeHint },
            ]}
          />
        )}
        {which.entity === 'platform' && <p className="text-ink-2">{words.noSecrets}</p>}
      </form>
    </Dialog>
  )
}

export function ExportDialog() {
  const source = useStore(exportAsked)
  return source ? <Choices source={source} onClose={() => exportAsked.set(null)} /> : null
}
