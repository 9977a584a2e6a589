// Focusing what may not be drawn yet: a row that was just added, a part of the page that is being opened.

/** Focuses what `find` finds and brings it into view; waits a few frames for it to appear. */
export function focusWhenThere(find: () => HTMLElement | null, frames = 8): void {
  const found = find()
  if (found) {
    found.focus({ preventScroll: true })
    found.scrollIntoView({ block: 'nearest' })
  } else if (frames > 0) requestAnimationFrame(() => focusWhenThere(find, frames - 1))
}
