// Each command over a real workspace, with a core of its own and through the program that holds the workspace.
import { copyFile, mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Core } from '../../../src/main/core/face.ts'
import { reachCore } from '../../../src/main/server/local/client.ts'
import { withLocalDoor } from '../../../src/main/server/local/door.ts'
import { signOf } from '../../../src/main/server/local/wire.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import { smallReference } from '../../support/reference.ts'
import { command, createCore, makeFolder, PROFILE, removeFolder, root } from './support.ts'

const CSV = `name,data_type,status,tags,total_audience_size
"Young Digerati, urban core",first_party,active,"[""metro""]",128400
Weekend commuters,third_party,draft,"[""metro""]",98000
Gray Power,clean_room,active,,410000
`
let folder: string
let workspace: string
const at = (name: string) => join(folder, name)
/** A command on the workspace. */
const on = (...args: string[]) => command(...args, '--workspace', workspace)
const json = async (...args: string[]) => {
  const { code, out, err } = await on(...args, '--json')
  expect(err).toBe('')
  return { code, value: JSON.parse(out) }
}
const idOf = async (name: string): Promise<string> =>
  (await json('list', 'audiences')).value.items.find((item: Audience) => item.name === name).audience_id

beforeAll(async () => {
  folder = await makeFolder()
  workspace = at('ws')
  await writeFile(at('a.csv'), CSV)
  await writeFile(at('bad.csv'), `${CSV}No type,,active,,\n`)
})
afterAll(() => removeFolder(folder))

const cases = () => {
  it('lists as a table and as JSON, and narrows both', async () => {
    const { code, out, err } = await on('list', 'audiences', '--status', 'active,archived')
    expect([code, err]).toEqual([0, ''])
    const [head, ...rows] = out.trimEnd().split('\n')
    expect(head).toMatch(/^ID +NAME +STATUS +TYPE +SIZE +SEGMENTS +UPDATED$/)
    expect(rows).toHaveLength(2)
    expect(out).toContain('410,000')
    const found = await json('list', 'audiences', '--search', 'young urban', '--tag', 'metro')
    expect(found).toMatchObject({ code: 0, value: { items: [{ name: 'Young Digerati, urban core' }] } })
    expect((await json('list', 'audiences', '--limit', '1')).value.items).toHaveLength(1)
    for (const what of ['platforms', 'distributions'])
      expect((await json('list', what)).value).toEqual({ items: [] })
  })

  it('shows one record, and says which ids there are instead of one that is none', async () => {
    const id = await idOf('Gray Power')
    expect((await on('show', id)).out).toMatch(/^audience_id +\w+\n[\s\S]*\nname +Gray Power\n/)
    expect(await json('show', id)).toMatchObject({
      code: 0,
      value: { audience_id: id, data_type: 'clean_room' },
    })
    const none = await on('show', 'aud_none')
    expect([none.code, none.out]).toEqual([1, ''])
    expect(none.err).toMatch(/^There is nothing with the id aud_none\. [^\n]+\n$/)
    expect(await json('show', 'aud_none')).toMatchObject({ code: 1, value: { error: { code: 'not_found' } } })
  })

  it('says what an import would do, and refuses as a whole what has a bad row', async () => {
    const plan = await json('import', at('a.csv'), '--dry-run')
    expect(plan).toMatchObject({ code: 0, value: { dry_run: true, counts: { created: 3 } } })
    const kept = { audience_id: await idOf('Gray Power'), name: 'Gray Power', data_type: 'clean_room' }
    await writeFile(at('kept.json'), JSON.stringify(kept))
    const counts = async (mode: string) =>
      (await json('import', at('kept.json'), '--mode', mode, '--dry-run')).value.counts
    expect(await counts('add')).toMatchObject({ created: 0, unchanged: 1 })
    expect(await counts('copy')).toMatchObject({ created: 1, unchanged: 0 })
    const before = (await json('list', 'audiences')).value.items.length
    const bad = await on('import', at('bad.csv'))
    expect(bad.code).not.toBe(0)
    expect(bad.err + bad.out).toMatch(/row 4|1 refused|data_type/)
    expect((await json('list', 'audiences')).value.items).toHaveLength(before)
    const missing = await on('import', at('none.csv'))
    expect([missing.code, missing.out]).toEqual([1, ''])
    expect(missing.err).toContain('none.csv')
  })

  it('exports to a file and to the pipe, and replaces none unasked', async () => {
    const piped = await on('export', 'audiences', '--columns', 'name,status', '--status', 'draft')
    expect([piped.code, piped.err]).toEqual([0, ''])
    expect(JSON.parse(piped.out)).toEqual({ name: 'Weekend commuters', status: 'draft' })
    const file = at('out.json')
    await writeFile(file, 'mine')
    expect(await on('export', 'audiences', '--to', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('--force'),
    })
    expect(await readFile(file, 'utf8')).toBe('mine')
    expect((await json('export', 'audiences', '--to', file, '--force')).value).toMatchObject({ records: 3 })
    const one = await on('export', await idOf('Gray Power'), '--format', 'json')
    expect(JSON.parse(one.out)).toMatchObject([{ name: 'Gray Power' }])
  })

  it('backs up, checks both, says how they differ, and brings back', async () => {
    const file = at(`w-${Date.now()}.backup`)
    await writeFile(at('words'), 'correct horse battery\nmore\n')
    const words = ['--passphrase-file', at('words')]
    expect((await json('backup', file, ...words)).value).toMatchObject({ file, encrypted: true })
    expect(await on('backup', file)).toMatchObject({ code: 1, err: expect.stringContaining('--force') })
    expect(await on('verify')).toMatchObject({ code: 0, out: 'The workspace is whole.\n' })
    expect((await on('verify', file, ...words)).code).toBe(0)
    expect(await on('repair', '--dry-run')).toMatchObject({ code: 0, out: 'Nothing is to be repaired.\n' })
    expect(await json('verify', file)).toMatchObject({
      code: 1,
      value: { error: { message: expect.any(String) } },
    })
    const found = await on('restore', file, ...words)
    expect(found).toMatchObject({ code: 0, out: expect.stringMatching(/ONLY IN IT[\s\S]*audiences/) })
    expect((await on('restore', file, '--bring-back', ...words)).out).toBe('0 records brought back.\n')
    const copy = at(`copy-${Date.now()}`)
    expect((await command('restore', file, '--new-folder', copy, ...words)).code).toBe(0)
    const listed = await command('list', 'audiences', '--workspace', copy, '--json')
    expect(JSON.parse(listed.out).items).toHaveLength(3)
  })

  it('publishes to a folder, and again without its name', async () => {
    const out = at('published')
    await mkdir(out, { recursive: true })
    expect((await on('publish', out)).out).toMatch(/^\S+published\nFILE +ROWS +BYTES\naudiences\.parquet +3 /)
    expect((await json('publish')).value).toMatchObject({ folder: out, tables: [{ rows: 3 }, {}, {}, {}] })
  })

  it('says as JSON what is wrong with a command line, where JSON was asked for', async () => {
    for (const wrong of [
      ['list', 'audience'],
      ['list', 'audiences', '--colour', 'teal'],
      ['export', 'audiences'],
      ['export', 'audiences', '--to', '', '--format', 'csv'],
      ['nothing'],
    ])
      expect(await json(...wrong), wrong.join(' ')).toMatchObject({
        code: 2,
        value: { error: { code: 'validation_failed', hint: expect.stringContaining('help') } },
      })
    const none = await command('verify-receipt', at('nowhere'), '--json')
    expect([none.code, none.err, JSON.parse(none.out)]).toMatchObject([
      2,
      '',
      { error: { code: 'not_found' } },
    ])
  })

  it('says that a profile isn’t connected to BigQuery, or isn’t there, or a folder holds nothing', async () => {
    for (const name of ['push', 'pull'])
      expect(await on(name)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('isn’t connected'),
      })
    expect(await on('list', 'audiences', '--profile', 'nobody')).toMatchObject({
      code: 1,
      err: `There is no profile nobody. Say which with --profile: ${PROFILE}.\n`,
    })
    expect(await on('migrate', folder, '--dry-run')).toMatchObject({ code: 1, out: '' })
    expect(await command('list', 'audiences', '--workspace', at('none'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('no workspace'),
    })
  })
}

describe('with a core of its own', () => {
  it('an import makes the workspace and the profile', async () => {
    const made = await on('import', at('a.csv'), '--profile', PROFILE)
    expect(made).toEqual({ code: 0, out: '3 new, 0 changed, 0 left as they were, 0 refused\n', err: '' })
  })
  cases()

  it('a damaged data file is named, and what it held comes back from a backup', async () => {
    const file = at('whole.backup')
    expect((await on('backup', file)).code).toBe(0)
    const folder = join(workspace, 'audiences')
    const parts = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.parquet'))
    const part = join(folder, parts[0] ?? '')
    const bytes = await readFile(part)
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 0xff, bytes.length >> 1)
    await writeFile(part, bytes)
    const verified = await json('verify')
    expect(verified).toMatchObject({
      code: 3,
      value: { whole: false, damage: [{ file: expect.any(String) }] },
    })
    const repaired = await json('repair', '--from', file)
    expect(repaired).toMatchObject({ code: 0, value: { dry_run: false, damage: [] } })
    expect(repaired.value.steps.length).toBeGreaterThan(0)
    expect((await on('verify')).code).toBe(0)
    expect((await json('list', 'audiences')).value.items).toHaveLength(3)
  })

  it('a backup takes the place of the workspace, which is kept as one itself', async () => {
    const file = at('before.backup')
    expect((await on('backup', file)).code).toBe(0)
    await writeFile(at('late.csv'), 'name,data_type\nBack Country Folks,first_party\n')
    expect((await on('import', at('late.csv'))).code).toBe(0)
    expect((await json('list', 'audiences')).value.items).toHaveLength(4)
    expect((await on('restore', file, '--replace')).code).toBe(0)
    expect((await json('list', 'audiences')).value.items).toHaveLength(3)
  })
})

describe('while a program holds the workspace', () => {
  let held: Core
  beforeAll(async () => {
    const opened = await withLocalDoor(createCore)({
      workspace,
      resources: join(root, 'resources'),
      app_version: '0.1.0',
    })
    if (!opened.ok) throw new Error(opened.error.message)
    held = opened.value
  })
  afterAll(() => held.close())
  cases()

  it('what was imported is there at once for the program', async () => {
    await writeFile(at('b.csv'), 'name,data_type\nUpper Crust,first_party\n')
    expect((await on('import', at('b.csv'))).code).toBe(0)
    const context = { user_id: PROFILE, session: 'desktop', door: 'test' } as const
    const listed = await held.invoke('audiences.list', { filter: { search: 'Upper Crust' } }, context)
    expect(listed).toMatchObject({ ok: true, value: { items: [{ name: 'Upper Crust' }] } })
  })

  it('a backup takes the place of its workspace, and commands find the program as before', async () => {
    const file = at('held.backup')
    expect((await on('backup', file)).code).toBe(0)
    await writeFile(at('after.csv'), 'name,data_type\nPools & Patios,first_party\n')
    expect((await on('import', at('after.csv'))).code).toBe(0)
    expect((await json('list', 'audiences')).value.items).toHaveLength(5)
    expect((await on('restore', file, '--replace')).code).toBe(0)
    const listed = await on('list', 'audiences', '--json')
    expect(listed).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(listed.out).items).toHaveLength(4)
    expect((await on('import', at('after.csv'))).code).toBe(0)
  })

  it('the sign in a copy of the folder doesn’t lead to the original', async () => {
    const copy = at('a copy')
    await mkdir(join(copy, '_meta'), { recursive: true })
    await copyFile(signOf(workspace), signOf(copy))
    expect(await reachCore(copy)).toBeNull()
  })

  it('a program that has hung is given up, and keeps no command waiting', async () => {
    const hung = at('hung')
    await mkdir(join(hung, '_meta'), { recursive: true })
    const address = process.platform === 'win32' ? '\\\\.\\pipe\\cli-test-hung' : join(hung, 'door')
    const sockets: Socket[] = []
    const silent = createServer(socket => sockets.push(socket))
    await new Promise<void>(done => silent.listen(address, done))
    const sign = { address, token: 'x', workspace: await realpath(hung) }
    await writeFile(signOf(hung), JSON.stringify(sign))
    expect(await reachCore(hung, 20)).toBeNull()
    expect(sockets).toHaveLength(1)
    for (const socket of sockets) socket.destroy()
    await new Promise(done => silent.close(done))
  })

  it('only who may read the sign comes in', async () => {
    const sign = signOf(workspace)
    const { address } = JSON.parse(await readFile(sign, 'utf8'))
    if (process.platform !== 'win32') expect((await stat(sign)).mode & 0o777).toBe(0o600)
    const talk = (...lines: string[]) =>
      new Promise<string>(resolve => {
        let heard = ''
        const socket = connect(address, () => socket.write(lines.map(line => `${line}\n`).join('')))
        socket.on('data', chunk => {
          heard += chunk
        })
        socket.on('error', () => {})
        socket.on('close', () => resolve(heard))
      })
    const invoke = JSON.stringify({
      id: 2,
      call: 'invoke',
      operation: 'profiles.list',
      input: {},
      user_id: null,
    })
    expect(await talk(invoke)).toBe('')
    expect(await talk(JSON.stringify({ id: 1, call: 'hello', token: 'guessed' }), invoke)).toBe('')
    expect(await talk('GET / HTTP/1.1', 'Host: localhost', '')).toBe('')
    expect(await talk('null')).toBe('')
  })

  it('is gone with the program: the next command opens the workspace itself', async () => {
    await held.close()
    expect(await reachCore(workspace)).toBeNull()
    expect((await json('list', 'audiences', '--search', 'Upper Crust')).value.items).toHaveLength(1)
  })
})

describe('migrate', () => {
  it('says what would become of each row, does it, and changes nothing a second time', async () => {
    const reference = at('reference')
    await smallReference(reference)
    const fresh = ['--workspace', at('migrated'), '--profile', 'ana']
    const counts = async (...args: string[]) => {
      const { code, out } = await command('migrate', reference, ...fresh, '--json', ...args)
      const { audience, platform } = JSON.parse(out).users[0]
      return { code, added: audience.added, unchanged: audience.unchanged, platforms: platform.rows }
    }
    const checked = await counts('--dry-run')
    expect(checked.added).toBeGreaterThan(0)
    const done = await command('migrate', reference, ...fresh)
    expect(done.out).toMatch(/^PROFILE +RECORDS +ROWS +NEW .*\nana +audiences +1 +1 /)
    expect(done.err).toContain('Credentials are never taken over: enter those of 1 platform anew.')
    expect(await counts()).toEqual({ ...checked, added: 0, unchanged: checked.added })
    expect(await command('migrate', reference, ...fresh, '--user', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no user nobody\. .*--user \(ana, ben\)/),
    })
  })
})
