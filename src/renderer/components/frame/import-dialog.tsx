// What an import does with rows it can't take and with audiences that are there already.
import { RadioGroup } from 'radix-ui'
import { useState } from 'react'
import { type ImportOptions, pickedFile, startImport } from '../../actions/import.ts'
import { formatBytes } from '../../lib/format.ts'
import { useStore } from '../../lib/store.ts'
import { t } from '../../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

type ChoiceProps<T extends string> = {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-2 text-base font-medium">{label}</legend>
      <RadioGroup.Root
        aria-label={label}
        value={value}
        onValueChange={next => {
          const option = options.find(item => item.value === next)
          if (option) onChange(option.value)
        }}
        className="flex flex-col gap-2"
      >
        {options.map(option => (
          <RadioGroup.Item
            key={option.value}
            value={option.value}
            className="group flex items-center gap-2 rounded-sm text-left text-md"
          >
            <span className="flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong group-data-[state=checked]:border-[5px] group-data-[state=checked]:border-accent" />
            {option.label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </fieldset>
  )
}

export function ImportDialog() {
  const file = useStore(pickedFile)
  const words = t.imports
  const [options, setOptions] = useState<ImportOptions>({ on_error: 'stop', on_existing: 'skip' })
  const close = () => pickedFile.set(null)
  return (
    <Dialog
      open={file !== null}
      onClose={close}
      title={words.title}
      description={file && `${file.name} · ${formatBytes(file.bytes)}`}
      footer={
        <>
          <Button size="lg" onClick={close}>
            {t.common.cancel}
          </Button>
          <Button
            size="lg"
            variant="primary"
            onClick={() => {
              close()
              if (file) void startImport(file, options)
            }}
          >
            {words.start}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5 py-2">
        <Choice
          label={words.onError}
          value={options.on_error}
          onChange={on_error => setOptions({ ...options, on_error })}
          options={[
            { value: 'stop', label: words.stop },
            { value: 'skip', label: words.skipRefused },
          ]}
        />
        <Choice
          label={words.onExisting}
          value={options.on_existing}
          onChange={on_existing => setOptions({ ...options, on_existing })}
          options={[
            { value: 'skip', label: words.keep },
            { value: 'update', label: words.update },
          ]}
        />
      </div>
    </Dialog>
  )
}
