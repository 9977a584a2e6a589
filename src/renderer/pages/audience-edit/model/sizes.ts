// Keeps sizes, shares and the total of the segment grid consistent, whichever of them is typed.
import type { Form, SegmentRow } from './form.ts'
import { countText, parseCount, parseShare, shareText } from './numbers.ts'

const sizeOf = (row: SegmentRow) => {
  const size = parseCount(row.size)
  return size !== undefined && Number.isFinite(size) && size > 0 ? size : 0
}

export const sumOfRows = (rows: readonly SegmentRow[]) => rows.reduce((sum, row) => sum + sizeOf(row), 0)

/** What a share is a percentage of: a total set by hand, else the segments' sum. */
export function shareBase(form: Pick<Form, 'segments' | 'total' | 'total_source'>): number {
  const total = form.total_source === 'segments' ? 0 : (parseCount(form.total) ?? 0)
  return Number.isFinite(total) && total > 0 ? total : sumOfRows(form.segments)
}

/** Shares follow the sizes. `except`: the row whose share is being typed keeps the text as it is. */
export function withShareTexts(form: Form, except?: string): Form {
  const base = shareBase(form)
  const segments = form.segments.map(row => {
    if (row.key === except) return row
    const share = row.size.trim() === '' || base === 0 ? '' : shareText((sizeOf(row) / base) * 100)
    return share === row.share ? row : { ...row, share }
  })
  return { ...form, segments }
}

const replaceRow = (form: Form, key: string, change: Partial<SegmentRow>): Form => ({
  ...form,
  segments: form.segments.map(row => (row.key === key ? { ...row, ...change } : row)),
})

export const typeSize = (form: Form, key: string, size: string): Form =>
  withShareTexts(replaceRow(form, key, { size }))

/**
 * The size that a typed share means. Under a total set by hand it is that part of the total. Without one, the other
 * segments stay as they are and this one grows or shrinks until the share is right; null where no size can do that
 * (100 % beside others, or nothing to measure against).
 */
export function sizeForShare(form: Form, key: string, share: number): number | null {
  if (!Number.isFinite(share) || share < 0 || share > 100) return null
  const total = form.total_source === 'segments' ? 0 : (parseCount(form.total) ?? 0)
  if (Number.isFinite(total) && total > 0) return Math.round((total * share) / 100)
  const others = sumOfRows(form.segments.filter(row => row.key !== key))
  if (others === 0 || share === 100) return null
  return Math.round((others * share) / (100 - share))
}

export function typeShare(form: Form, key: string, share: string): Form {
  const value = parseShare(share)
  const size = value === undefined ? null : sizeForShare(form, key, value)
  const change = size === null ? { share } : { share, size: countText(size) }
  return withShareTexts(replaceRow(form, key, change), key)
}

/** On leaving a field: the text in its usual form, when it can be read. */
export function tidyRow(form: Form, key: string): Form {
  const row = form.segments.find(each => each.key === key)
  const size = row && parseCount(row.size)
  const tidy =
    size === undefined || !Number.isFinite(size) || size < 0
      ? form
      : replaceRow(form, key, { size: countText(size) })
  return withShareTexts(tidy)
}

/** Switching to “set by hand” starts from the sum; switching back forgets the number. */
export function setByHand(form: Form, byHand: boolean): Form {
  const total = form.total_source === 'segments' ? countText(sumOfRows(form.segments)) : form.total
  return withShareTexts({ ...form, total, total_source: byHand ? 'manual' : 'segments' })
}

export const typeTotal = (form: Form, total: string): Form =>
  withShareTexts({ ...form, total, total_source: 'manual' })
