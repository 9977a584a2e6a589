// A small sign for each platform type, beside its name. Letters of our own: the platforms' logos are theirs.
import { FolderOutput, type LucideIcon, Webhook } from 'lucide-react'
import type { PlatformType } from '../../../shared/domain/platform.ts'
import { cx } from '../../lib/cx.ts'

type Sign = { letters: string } | { icon: LucideIcon }

const SIGNS: Record<PlatformType, { sign: Sign; tint: string }> = {
  the_trade_desk: { sign: { letters: 'TTD' }, tint: 'bg-chart-3/16' },
  google_ads: { sign: { letters: 'G' }, tint: 'bg-chart-2/16' },
  meta: { sign: { letters: 'M' }, tint: 'bg-chart-5/16' },
  amazon_dsp: { sign: { letters: 'Az' }, tint: 'bg-chart-4/16' },
  linkedin: { sign: { letters: 'in' }, tint: 'bg-chart-1/16' },
  tiktok: { sign: { letters: 'TT' }, tint: 'bg-chart-7/16' },
  folder: { sign: { icon: FolderOutput }, tint: 'bg-chart-6/16' },
  webhook: { sign: { icon: Webhook }, tint: 'bg-chart-8/16' },
}

type Props = {
  type: PlatformType
  /** Pixels: in rows, beside a heading, in a list of types. */
  size?: 20 | 24 | 32
  className?: string
}

const BOX = {
  20: 'size-5 rounded-sm text-[9px]',
  24: 'size-6 rounded-sm text-[10px]',
  32: 'size-8 rounded-md text-sm',
}
const ICON = { 20: 12, 24: 14, 32: 16 }

/** For the eye alone: the type's name stands beside it. */
export function TypeMark({ type, size = 20, className }: Props) {
  const { sign, tint } = SIGNS[type]
  return (
    <span
      aria-hidden
      className={cx(
        'inline-flex shrink-0 items-center justify-center leading-none font-semibold tracking-tight text-ink',
        BOX[size],
        tint,
        className,
      )}
    >
      {'letters' in sign ? sign.letters : <sign.icon size={ICON[size]} />}
    </span>
  )
}
