// What the palette shows first: a name that is typed is found however old the audience is.
import { describe, expect, it } from 'vitest'
import { bestByName } from '../../src/renderer/commands/rank.ts'

const named = (...names: string[]) => names.map(name => ({ name }))
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name)

describe('bestByName', () => {
  it('puts the name itself before its beginnings, these before its words, and all before other finds', () => {
    const found = named('Home office', 'Families with eco cars', 'Eco families, autumn', 'Eco families')
    expect(names(bestByName(found, ' eco FAMILIES ', 8))).toEqual([
      'Eco families',
      'Eco families, autumn',
      'Families with eco cars',
      'Home office',
    ])
  })
  it('keeps the order of what is alike', () => {
    expect(names(bestByName(named('Second', 'First', 'Third'), 'x', 8))).toEqual(['Second', 'First', 'Third'])
  })
  it('cuts after ordering', () => {
    expect(names(bestByName(named('A', 'B', 'Eco'), 'eco', 1))).toEqual(['Eco'])
  })
  it('takes nothing for nothing', () => {
    expect(bestByName([], 'eco', 8)).toEqual([])
  })
})
