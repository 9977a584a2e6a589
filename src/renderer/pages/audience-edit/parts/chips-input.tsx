// Several short values in one field: Enter or a comma adds, Backspace takes the last back, suggestions by arrow keys.
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { control } from '../../../components/form/controls.ts'
import { Chip } from '../../../components/ui/chip.tsx'
import { CONTROL } from '../../../components/ui/input.tsx'
import { cx } from '../../../lib/cx.ts'
import { splitChips } from '../model/paste.ts'

const SUGGESTED = 8

type Props = {
  id: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
  /** The control's name among the form's. */
  name: string
  values: readonly string[]
  onChange: (values: string[]) => void
  suggestions?: readonly string[]
}

export function ChipsInput({ id, name, values, onChange, suggestions = [], ...described }: Props) {
  const listId = useId()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const offered = useMemo(() => {
    const typed = text.trim().toLowerCase()
    return suggestions
      .filter(each => !values.includes(each) && each.toLowerCase().includes(typed))
      .slice(0, SUGGESTED)
  }, [suggestions, values, text])
  const shown = open && offered.length > 0

  const add = (more: readonly string[]) => {
    const fresh = more.filter(each => !values.includes(each))
    if (fresh.length > 0) onChange([...values, ...fresh])
    setText('')
    setActive(-1)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    if (shown && (key === 'ArrowDown' || key === 'ArrowUp')) {
      const step = key === 'ArrowDown' ? 1 : -1
      setActive(((active < 0 && step < 0 ? 0 : active) + step + offered.length) % offered.length)
    } else if (key === 'Enter' || key === ',' || key === ';') {
      const choice = shown ? offered[active] : undefined
      if (key === 'Enter' && choice === undefined && text.trim() === '') return
      add(choice !== undefined && key === 'Enter' ? [choice] : splitChips(text))
    } else if (key === 'Escape' && shown) setOpen(false)
    else if (key === 'Backspace' && text === '' && values.length > 0) {
      setText(values.at(-1) ?? '')
      onChange(values.slice(0, -1))
    } else return
    event.preventDefault()
  }
  return (
    <div className="relative">
      <div
        className={cx(
          CONTROL,
          'flex min-h-8 flex-wrap items-center gap-1 px-1 py-[3px] focus-within:border-focus focus-within:outline-1 focus-within:outline-focus',
          described['aria-invalid'] && 'border-red',
        )}
      >
        {values.map(value => (
          <Chip key={value} name={value} onRemove={() => onChange(values.filter(each => each !== value))}>
            {value}
          </Chip>
        ))}
        <input
          {...described}
          {...control(name)}
          id={id}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={shown ? listId : undefined}
          aria-activedescendant={shown && active >= 0 ? `${listId}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={event => {
            setText(event.target.value)
            setOpen(true)
            setActive(-1)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => {
            setOpen(false)
            if (text.trim() !== '') add(splitChips(text))
          }}
          onPaste={event => {
            const pasted = event.clipboardData.getData('text/plain')
            if (!/[,;|\t\n]/.test(pasted)) return
            event.preventDefault()
            add(splitChips(text + pasted))
          }}
          onKeyDown={onKeyDown}
          className="h-6 min-w-20 flex-1 bg-transparent px-1.5 text-md outline-none focus-visible:outline-none"
        />
      </div>
      {shown && (
        <div
          id={listId}
          role="listbox"
          aria-label={name}
          className="absolute inset-x-0 top-full z-30 mt-1 rounded-lg bg-raised p-1 shadow-float"
        >
          {offered.map((each, index) => (
            <div
              key={each}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              // Before the field's blur, which would close the list.
              onPointerDown={event => {
                event.preventDefault()
                add([each])
              }}
              className={cx(
                'flex h-7 items-center rounded-sm px-2 hover:bg-hover',
                index === active && 'bg-hover',
              )}
            >
              <span className="truncate">{each}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
