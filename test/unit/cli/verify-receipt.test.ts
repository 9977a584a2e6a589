// The command that checks receipts: what it says of whole ones, and that one altered character is told, with its code.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runCommand } from '../../../src/main/cli/run.ts'
import { type ReceiptParts, receiptOf, writeReceipt } from '../../../src/main/core/delivery/receipts.ts'
import { audienceOf, distributionOf, platformOf, temporaryFolder } from '../delivery/support.ts'

const root = new URL('../../../', import.meta.url).pathname
const createCore = vi.fn()
let said: { out: string; err: string }
beforeEach(() => {
  said = { out: '', err: '' }
  createCore.mockClear()
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: unknown[]) => {
    said.out += String(text)
    for (const one of rest) if (typeof one === 'function') one()
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    said.err += String(text)
    return true
  })
})
afterEach(() => {
  expect(createCore).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})

async function verify(...args: string[]) {
  said = { out: '', err: '' }
  const code = await runCommand(['verify-receipt', ...args], { root, createCore })
  return { code, ...said }
}

async function written(folder: string, change: Partial<ReceiptParts> = {}) {
  const audience = audienceOf()
  const kept = await writeReceipt(
    folder,
    receiptOf({
      receipt_id: 'dist_1.1',
      distribution: distributionOf(),
      audience,
      segments: audience.segments,
      platform: platformOf('folder'),
      sent: {
        files: [{ name: 'segments.csv', bytes: 1_310, sha256: 'a'.repeat(64), records: 2 }],
        requests: 0,
        records: 2,
      },
      outcome: 'delivered',
      previous: null,
      ...change,
    }),
  )
  if (!kept.ok) throw new Error(kept.error.message)
  return kept.value
}

async function chainOf(folder: string, count: number, change: Partial<ReceiptParts> = {}) {
  const files: string[] = []
  let previous: string | null = null
  for (let n = 1; n <= count; n += 1) {
    const { file, sha256 } = await written(folder, { receipt_id: `r${n}`, previous, ...change })
    previous = sha256
    files.push(file)
  }
  return files
}

it('says of a whole one what it tells, with code 0, and leaves the folder as it was', async () => {
  const folder = await temporaryFolder()
  const { file, sha256 } = await written(folder)
  const { code, out, err } = await verify(file)
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain(`Whole: ${file}`)
  for (const text of [
    '“Renters in Austin”, version 3',
    'dist_1',
    'delivered',
    'no approval was given',
    '2 segments, 2,000 people',
    'segments.csv, 1,310 bytes',
    sha256,
  ])
    expect(out).toContain(text)
  expect(await readdir(folder)).toHaveLength(1)
})

it('tells one altered character, wherever it is', async () => {
  const folder = await temporaryFolder()
  const { file } = await written(folder)
  const text = await readFile(file, 'utf8')
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom('0', 'a', ' ', '"', ','), async (at, char) => {
      fc.pre(text[at] !== char)
      await writeFile(file, text.slice(0, at) + char + text.slice(at + 1))
      const { code, out, err } = await verify(file)
      expect([code, err]).toEqual([1, ''])
      expect(out).toMatch(/^Not whole: .*\n {2}\S/)
      expect(out).not.toContain('\nWhole:')
    }),
    { numRuns: 60 },
  )
  await writeFile(file, text)
  expect((await verify(file)).code).toBe(0)
})

it('checks a folder and those below it, by platform', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'ana', 'plat_2'), { recursive: true })
  const first = await chainOf(folder, 3)
  await chainOf(join(folder, 'ana', 'plat_2'), 2, {
    platform: { ...platformOf('folder'), platform_id: 'plat_2', name: 'Partner' },
  })
  const whole = await verify(folder)
  expect(whole).toMatchObject({ code: 0, err: '' })
  expect(whole.out).toContain('3 whole receipts, each following the one before')
  expect(whole.out).toContain('“Partner”: 2 whole receipts')
  expect(whole.out).toMatch(/\nAll 5 receipts are whole\.\n$/)

  await rm(first[1] ?? '')
  const missing = await verify(folder)
  expect(missing).toMatchObject({ code: 1, err: '' })
  expect(missing.out).toMatch(/the receipts don’t follow one another\n {2}.*r3/)
  expect(missing.out).toMatch(
    /\nEach of 4 receipts is whole by itself, but not all that belong together are here\.\n$/,
  )
})

it('names each that is altered among whole ones', async () => {
  const folder = await temporaryFolder()
  const [, , last = ''] = await chainOf(folder, 3)
  await writeFile(last, (await readFile(last, 'utf8')).replace('1200', '1201'))
  const { code, out } = await verify(folder)
  expect(code).toBe(1)
  expect(out.match(/Not whole: /g)).toHaveLength(1)
  expect(out).toContain(`Not whole: ${last}`)
  expect(out).toMatch(/\n1 of 3 receipts not whole\.\n$/)
})

it('answers as JSON, with what each says', async () => {
  const folder = await temporaryFolder()
  const [first = '', second = ''] = await chainOf(folder, 2)
  const whole = await verify('--json', folder)
  expect(whole).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(whole.out)).toMatchObject({
    whole: true,
    files: [
      { file: first, whole: true, receipt: { receipt_id: 'r1', audience: { version: 3 } }, error: null },
      { file: second, whole: true, receipt: { receipt_id: 'r2' } },
    ],
    chains: [{ receipts: 2, whole: true, error: null }],
  })
  await writeFile(first, `${await readFile(first, 'utf8')} `)
  const altered = await verify(first, '--json')
  expect(altered.code).toBe(1)
  expect(JSON.parse(altered.out)).toMatchObject({
    whole: false,
    files: [{ file: first, whole: false, receipt: null, error: { message: expect.any(String) } }],
    chains: [],
  })
})

const steering = (text: string) =>
  [...text].filter(char => char !== '\n' && /[\p{Cc}\p{Bidi_Control}]/u.test(char))

it('lets nothing in a receipt steer the terminal', async () => {
  const folder = await temporaryFolder()
  const esc = '\u001b[2J\u009b1m\u202e'
  const { file } = await written(folder, {
    audience: audienceOf({ name: 'Renters' }),
    platform: { ...platformOf('folder'), name: `A${esc}B` },
  })
  const strange = join(folder, 'strange.receipt.json')
  await cp(file, strange)
  await writeFile(strange, (await readFile(file, 'utf8')).replace('"outcome"', '"\\u001b[31m\\u202e"'))
  for (const path of [file, strange, folder]) {
    const { out } = await verify(path)
    expect(steering(out)).toEqual([])
  }
  const { out } = await verify(file, '--json')
  expect(steering(out)).toEqual([])
  expect(JSON.parse(out)).toMatchObject({ files: [{ receipt: { platform: { name: `A${esc}B` } } }] })
})

it.each([
  ['there is nothing', 'gone.receipt.json', /no file or folder/],
  ['no receipts are', '.', /no receipts/],
])('has code 2 where %s', async (_what, name, words) => {
  const { code, out, err } = await verify(join(await temporaryFolder(), name))
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(words)
  expect(err).toMatch(/^[^\n]+\n$/)
})

it('a file that is no receipt isn’t whole', async () => {
  const file = join(await temporaryFolder(), 'notes.txt')
  await writeFile(file, '{"format": "something else"}')
  expect(await verify(file)).toMatchObject({ code: 1, out: expect.stringContaining('not a receipt') })
})

it.each([[[]], [['']], [['a', 'b']], [['a', '--port', '1']], [['a', '--open']], [['a', '--json=yes']]])(
  '%j is refused with code 2, and says where to read more',
  async args => {
    const { code, out, err } = await verify(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^[^\n]+\n$/)
  },
)
