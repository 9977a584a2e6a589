// A titled part of the form, set apart by a hairline.
import { type ReactNode, useId } from 'react'

type Props = { title: string; hint?: ReactNode; aside?: ReactNode; children: ReactNode }

export function FormSection({ title, hint, aside, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-5 border-t border-line pt-5">
      <header>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 id={id} className="text-md font-semibold">
            {title}
          </h2>
          {aside}
        </div>
        {hint && <p className="text-sm text-pretty text-ink-3">{hint}</p>}
      </header>
      {children}
    </section>
  )
}
