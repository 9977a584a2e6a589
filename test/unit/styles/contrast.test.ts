// The design tokens: text on what it stands on keeps a contrast of 4.5 in both themes, also where the pointer is.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../../src/renderer/styles/tokens.css'), 'utf8')

/** Text, and the planes and fills that it is written on. */
const WRITTEN_ON: Readonly<Record<string, readonly string[]>> = {
  'accent-ink': ['accent', 'accent-hover', 'red-fill', 'red-fill-hover'],
  'accent-text': ['surface', 'raised', 'hover', 'accent-tint', 'accent-tint-2'],
  ink: ['canvas', 'surface', 'raised', 'sunken', 'hover', 'pressed', 'accent-tint', 'mark'],
  'ink-2': ['canvas', 'surface', 'raised', 'sunken', 'hover', 'pressed', 'accent-tint'],
  'ink-3': ['canvas', 'surface', 'raised', 'sunken', 'hover', 'accent-tint'],
  green: ['surface', 'green-tint'],
  amber: ['surface', 'amber-tint'],
  red: ['surface', 'red-tint'],
  blue: ['surface', 'blue-tint'],
  grey: ['surface', 'grey-tint'],
}

function colorOf(token: string, theme: 'light' | 'dark'): string {
  const said = new RegExp(`--color-${token}: ([^;]+);`).exec(css)?.[1] ?? ''
  const [light = '', dark = light] = said.match(/#[0-9a-f]{6}/g) ?? []
  return theme === 'light' ? light : dark
}

/** Relative luminance and contrast: WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance). */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['light', 'dark'] as const)('in the %s theme', theme => {
  it.each(Object.entries(WRITTEN_ON))('%s can be read on what it is written on', (text, planes) => {
    for (const plane of planes)
      expect(contrast(colorOf(text, theme), colorOf(plane, theme)), plane).toBeGreaterThanOrEqual(4.5)
  })
})
