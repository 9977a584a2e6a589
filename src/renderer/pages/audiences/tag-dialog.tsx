// Choosing tags for many audiences: those in use, or a new one.
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useFacets } from '../../api/hooks.ts'
import { Button } from '../../components/ui/button.tsx'
import { Checkbox } from '../../components/ui/checkbox.tsx'
import { Chip } from '../../components/ui/chip.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/input.tsx'
import { compactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'

const MOST_TAGS = 20
const TAG_LENGTH = 60
type Props = { open: boolean; count: number; onClose: () => void; onApply: (tags: string[]) => void }

function Chooser({ count, onClose, onApply }: Omit<Props, 'open'>) {
  const [chosen, setChosen] = useState<string[]>([])
  const [words, setWords] = useState('')
  const facets = useFacets({})
  const typed = words.trim()
  const known = facets.data?.tags ?? []
  const shown = known.filter(({ value }) => value.toLowerCase().includes(typed.toLowerCase()))
  const isNew = typed !== '' && !known.some(({ value }) => value === typed) && !chosen.includes(typed)
  const set = (tag: string, on: boolean) =>
    setChosen(on ? [...new Set([...chosen, tag])].slice(0, MOST_TAGS) : chosen.filter(other => other !== tag))
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={event => {
        event.preventDefault()
        if (isNew) {
          set(typed, true)
          setWords('')
        } else if (chosen.length > 0) {
          onClose()
          onApply(chosen)
        }
      }}
    >
      <Input
        aria-label={t.bulk.tagPlaceholder}
        placeholder={t.bulk.tagPlaceholder}
        value={words}
        maxLength={TAG_LENGTH}
        onChange={event => setWords(event.target.value)}
        autoFocus
      />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map(tag => (
            <li key={tag} className="flex min-w-0">
              <Chip name={tag} onRemove={() => set(tag, false)}>
                <span className="truncate">{tag}</span>
              </Chip>
            </li>
          ))}
        </ul>
      )}
      {isNew && (
        <Button variant="ghost" className="self-start" icon={<Plus size={16} />} type="submit">
          {t.bulk.tagCreate(typed)}
        </Button>
      )}
      <ul className="max-h-60 overflow-y-auto">
        {shown.map(({ value, count: used }) => (
          <li key={value} className="flex h-7 items-center gap-2 rounded-sm px-1.5 hover:bg-hover">
            <Checkbox
              className="min-w-0 flex-1"
              label={value}
              checked={chosen.includes(value)}
              onChange={on => set(value, on)}
            />
            <span className="text-sm text-ink-3">{compactNumber(used)}</span>
          </li>
        ))}
      </ul>
      <footer className="flex justify-end gap-2 pb-2">
        <Button size="lg" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button
          size="lg"
          variant="primary"
          disabled={chosen.length === 0}
          onClick={() => {
            onClose()
            onApply(chosen)
          }}
        >
          {t.bulk.tagApply(count)}
        </Button>
      </footer>
    </form>
  )
}

export const TagDialog = ({ open, ...rest }: Props) => (
  <Dialog open={open} onClose={rest.onClose} title={t.bulk.tagTitle(rest.count)} description={t.bulk.tagHint}>
    <Chooser {...rest} />
  </Dialog>
)
