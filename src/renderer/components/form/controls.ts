// Controls by name: every field of a form carries one, so that errors, focus and blur find it.
import { focusWhenThere } from '../../lib/focus.ts'

/** Spread on a control. */
export const control = (name: string) => ({ 'data-control': name })

export const controlName = (target: EventTarget): string | undefined =>
  target instanceof HTMLElement ? target.dataset.control : undefined

/** Focuses a control; one that is just being drawn is waited for. */
export const focusControl = (name: string): void =>
  focusWhenThere(() => document.querySelector<HTMLElement>(`[data-control="${CSS.escape(name)}"]`))

/** Messages of schemas and rules are parts of sentences. */
export const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1)
