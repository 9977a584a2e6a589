// The first step: files are dropped or chosen, and those that can't be read say why.

import { CircleAlert, FileDown, LoaderCircle, X } from 'lucide-react'
import { inSentences } from '../../../../shared/errors.ts'
import { pickFiles } from '../../../actions/import.ts'
import { Button, IconButton } from '../../../components/ui/button.tsx'
import { formatBytes } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import type { ChosenFile } from '../model/wizard.ts'
import { removeFile } from '../wizard-store.ts'

const words = t.imports

function FileLine({ file }: { file: ChosenFile }) {
  const { name, bytes, seen, error } = file
  return (
    <li className="flex items-start gap-2 py-2.5 pr-2 pl-3">
      {error ? (
        <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-red" />
      ) : seen ? (
        <FileDown size={16} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
      ) : (
        <LoaderCircle size={16} aria-hidden className="mt-0.5 shrink-0 animate-spin text-ink-3" />
      )}
      <div className="min-w-0 flex-1" data-selectable>
        <p className="truncate font-medium">
          {name} <span className="font-normal text-ink-3">{formatBytes(bytes)}</span>
        </p>
        {error && (
          <p role="alert" className="text-pretty text-ink-2">
            {inSentences(error)}
          </p>
        )}
      </div>
      <IconButton
        label={words.remove(name)}
        size="sm"
        tooltip={false}
        onClick={() => removeFile(file.file_token)}
      >
        <X size={14} />
      </IconButton>
    </li>
  )
}

export function Choose({ files }: { files: readonly ChosenFile[] }) {
  return (
    <div className="mx-auto flex w-full max-w-[640px] flex-col gap-4 px-8 py-10">
      <section
        aria-label={words.chooseTitle}
        className="flex flex-col items-center gap-2 rounded-xl border border-dashed border-line-strong bg-sunken px-8 py-14 text-center"
      >
        <span className="mb-2 flex size-10 items-center justify-center rounded-xl border border-line bg-surface text-ink-3">
          <FileDown size={20} aria-hidden />
        </span>
        <h2 className="text-lg font-semibold">{words.chooseTitle}</h2>
        <p className="max-w-[52ch] text-md text-pretty text-ink-2">{words.chooseHint}</p>
        <Button variant="primary" size="lg" className="mt-3" onClick={() => void pickFiles()}>
          {files.length > 0 ? words.more : words.choose}
        </Button>
        <p className="mt-2 text-ink-3">{words.chooseSafe}</p>
      </section>
      {files.length > 0 && (
        <ul aria-label={words.step.files} className="divide-y divide-line rounded-lg border border-line">
          {files.map(file => (
            <FileLine key={file.file_token} file={file} />
          ))}
        </ul>
      )}
    </div>
  )
}
