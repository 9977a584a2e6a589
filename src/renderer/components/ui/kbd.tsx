// A shortcut as the keys of this machine.
import { cx } from '../../lib/cx.ts'
import { keysOf } from '../../lib/platform.ts'

export function Kbd({ shortcut, inverse = false }: { shortcut: string; inverse?: boolean }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5">
      {keysOf(shortcut).map(key => (
        <kbd
          key={key}
          className={cx(
            'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-xs px-1 font-sans text-xs',
            inverse ? 'text-ink-inverse opacity-80' : 'border border-line bg-sunken text-ink-3',
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
