// Through the whole core, into a real folder: planned, run, told, receipted, and taken up again by the next core.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { deliver } from '../../../src/main/core/delivery/face.ts'
import { createTestCore, RETAIL, type TestCore, TRAVEL } from '../../support/core.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { untilStopped } from './support.ts'

async function withFolder(test: TestCore) {
  const path = await mkdtemp(join(tmpdir(), 'drop-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  const { platform_id } = await test.must('platforms.create', {
    name: 'Drop folder',
    platform_type: 'folder',
    settings: { path, file_format: 'csv' },
  })
  const { audience_id } = await test.must('audiences.create', {
    name: 'Renters',
    status: 'active',
    data_type: 'first_party',
    segments: [{ segment_id: '1', name: 'Young renters', size: 500, size_percentage: 100 }],
  })
  const plan = async () => {
    const { distributions } = await test.must('distributions.create', {
      audience_ids: [audience_id],
      platform_ids: [platform_id],
      when: { kind: 'now' },
    })
    return distributions[0]?.distribution_id ?? ''
  }
  return { path, plan }
}

const moved = (test: TestCore) =>
  test.events.flatMap(one => (one.event === 'distribution.moved' ? [[one.user_id, one.payload.to]] : []))

describe('a run through the whole core', () => {
  it('puts one package into the folder, and tells its owner', async () => {
    const test = await createTestCore()
    onTestFinished(test.close)
    const { path, plan } = await withFolder(test)
    const distribution_id = await plan()
    await expect
      .poll(async () => (await test.must('distributions.get', { distribution_id })).status)
      .toBe('completed')
    const [name, ...others] = (await readdir(path)).filter(one => !one.startsWith('.'))
    expect(others).toEqual([])
    expect(await readdir(join(path, name ?? ''))).toEqual(
      expect.arrayContaining(['audience.json', 'manifest.json', 'segments.csv']),
    )
    expect(moved(test)).toEqual([
      [RETAIL, 'processing'],
      [RETAIL, 'matching'],
      [RETAIL, 'completed'],
    ])
    expect(await test.must('distributions.receipt', { distribution_id })).toMatchObject({ intact: true })
    const theirs = await test.call('distributions.get', { distribution_id }, TRAVEL)
    expect(!theirs.ok && theirs.error.code).toBe('not_found')
  })

  it('that was under way when the core closed goes on in the next one, once someone is there', async () => {
    const workspace = await mkdtemp(join(tmpdir(), 'distribution-goes-on-'))
    onTestFinished(() => rm(workspace, { recursive: true, force: true }))
    const store = createMemoryStore(workspace)
    const first = await createTestCore({ store, workspace, deliver: untilStopped })
    const { path, plan } = await withFolder(first)
    const distribution_id = await plan()
    await expect
      .poll(async () => (await first.must('distributions.get', { distribution_id })).status)
      .toBe('processing')
    await first.close()
    let resumed = 0
    const second = await createTestCore({
      store,
      workspace,
      deliver: input => {
        resumed += input.resumed ? 1 : 0
        return deliver(input)
      },
    })
    onTestFinished(second.close)
    await expect
      .poll(async () => (await second.must('distributions.get', { distribution_id })).status)
      .toBe('completed')
    expect(resumed).toBe(1)
    expect((await readdir(path)).filter(one => !one.startsWith('.'))).toHaveLength(1)
    const run = await second.must('distributions.get', { distribution_id })
    expect(run.metadata.attempt).toMatchObject({ number: 1, key: `${distribution_id}.1`, resumed: 1 })
  })
})
