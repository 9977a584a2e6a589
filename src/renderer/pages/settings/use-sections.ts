// Moves in a long page by its sections: shows the one that the route asks for, and tells which one is looked at.
import { type RefObject, useEffect, useRef, useState } from 'react'
import { headingId, SECTION_IDS, type SectionId } from './sections.ts'

const headingOf = (id: SectionId) => document.getElementById(headingId(id))

/** A heading this near to the top, in px, is the one that is read. */
const NEAR = 96

/** What was asked for while its heading can be seen; otherwise what is at the top, or the last one at the end. */
function lookedAt(page: HTMLElement, asked: SectionId | null): SectionId {
  const { top, bottom } = page.getBoundingClientRect()
  const placeOf = (id: SectionId) => headingOf(id)?.getBoundingClientRect() ?? { top: bottom, bottom }
  if (asked && placeOf(asked).top >= top && placeOf(asked).bottom <= bottom) return asked
  const atEnd = page.scrollTop > 0 && page.scrollTop + page.clientHeight >= page.scrollHeight - 1
  const passed = SECTION_IDS.filter(id => atEnd || placeOf(id).top <= top + NEAR)
  return passed.at(-1) ?? 'profile'
}

const bringUp = (id: SectionId) => headingOf(id)?.closest('section')?.scrollIntoView({ block: 'start' })

/** Scrolls to a section, and lets the keyboard go on from there. */
export function showSection(id: SectionId): void {
  bringUp(id)
  headingOf(id)?.focus({ preventScroll: true })
}

type Parts = { page: RefObject<HTMLDivElement | null>; content: RefObject<HTMLDivElement | null> }

export function useSections(asked: SectionId | null): Parts & { current: SectionId } {
  const page = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<SectionId>(asked ?? 'profile')
  useEffect(() => {
    const [scrolled, grown] = [page.current, content.current]
    if (!scrolled || !grown) return
    const look = () => setCurrent(lookedAt(scrolled, asked))
    // What a section shows may come later than the section: it is held where it is until the person does something.
    let held = asked !== null
    const letGo = () => {
      held = false
    }
    const sizes = new ResizeObserver(() => {
      if (held && asked) bringUp(asked)
      look()
    })
    const until = new AbortController()
    for (const act of ['wheel', 'pointerdown', 'touchstart', 'keydown'])
      scrolled.addEventListener(act, letGo, { signal: until.signal, passive: true })
    scrolled.addEventListener('scroll', look, { signal: until.signal, passive: true })
    if (asked) showSection(asked)
    sizes.observe(grown)
    return () => {
      until.abort()
      sizes.disconnect()
    }
  }, [asked])
  return { page, content, current }
}
