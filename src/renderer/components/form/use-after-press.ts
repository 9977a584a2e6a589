// Waits for the pointer: a complaint that appears while a button is pressed would move the button away under it.
import { useEffect, useRef } from 'react'

/** Runs at once, or when the pointer is let go, so that the click isn't lost. */
export function useAfterPress(): (run: () => void) => void {
  const pressed = useRef(false)
  useEffect(() => {
    const down = () => {
      pressed.current = true
    }
    const up = () => {
      pressed.current = false
    }
    window.addEventListener('pointerdown', down, true)
    window.addEventListener('pointerup', up, true)
    window.addEventListener('pointercancel', up, true)
    return () => {
      window.removeEventListener('pointerdown', down, true)
      window.removeEventListener('pointerup', up, true)
      window.removeEventListener('pointercancel', up, true)
    }
  }, [])
  return run => {
    if (pressed.current) window.addEventListener('pointerup', () => setTimeout(run), { once: true })
    else run()
  }
}
