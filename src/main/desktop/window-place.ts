// Where the window opens: as it was left, unless that place is no longer on a screen.
import type { WindowPlace } from './settings.ts'

type Rectangle = { x: number; y: number; width: number; height: number }

const DEFAULT_SIZE = { width: 1360, height: 860 }
export const SMALLEST = { width: 1024, height: 640 }
/** Enough of the window must show for a person to take hold of it. */
const VISIBLE_PX = 100

function overlap(a: Rectangle, b: Rectangle): { width: number; height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  }
}

/** At least 100 px by 100 px of it, and its title bar, are on one of the screens' work areas. */
export function isReachable(place: Rectangle, workAreas: readonly Rectangle[]): boolean {
  return workAreas.some(area => {
    const shared = overlap(place, area)
    return shared.width >= VISIBLE_PX && shared.height >= VISIBLE_PX && place.y >= area.y - VISIBLE_PX / 2
  })
}

/** Without x and y the system centres the window. Sizes are in device-independent pixels. */
export function openingPlace(
  saved: WindowPlace | null,
  workAreas: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number; maximized: boolean } {
  if (!saved) return { ...DEFAULT_SIZE, maximized: false }
  const size = {
    width: Math.max(saved.width, SMALLEST.width),
    height: Math.max(saved.height, SMALLEST.height),
  }
  if (!isReachable({ ...saved, ...size }, workAreas)) return { ...DEFAULT_SIZE, maximized: saved.maximized }
  return { x: saved.x, y: saved.y, ...size, maximized: saved.maximized }
}
