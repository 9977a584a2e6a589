// An audience, its run and a working account of each type, and how the tests of this folder deliver one.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest'
import { type Delivered, type DeliverInput, deliver } from '../../../src/main/core/delivery/face.ts'
import { Audience } from '../../../src/shared/domain/audience.ts'
import { Distribution } from '../../../src/shared/domain/distribution.ts'
import { Platform, type PlatformType } from '../../../src/shared/domain/platform.ts'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import { effects } from '../../doubles/platforms/effects.ts'
import type { Double } from '../../doubles/platforms/server.ts'
import { type HttpType, parted, VALID, type Values } from '../connectors/support.ts'

export const NOW = new Date('2026-03-04T05:06:07.890Z')
const STAMP = NOW.toISOString()
const record = {
  user_id: 'ana',
  created_at: STAMP,
  updated_at: STAMP,
  version: 3,
  deleted: false,
  changed_by: 'ana',
  change_note: null,
}

/** Inside of one that goes with it: a folder of receipts has a note beside it. */
export async function temporaryFolder(): Promise<string> {
  const around = await mkdtemp(join(tmpdir(), 'delivery-'))
  onTestFinished(() => rm(around, { recursive: true, force: true }))
  const folder = join(around, 'folder')
  await mkdir(folder)
  return folder
}

export const segment = (change: Partial<Audience['segments'][number]> = {}) => ({
  segment_id: '1',
  name: 'Young renters',
  size: 1_200,
  size_percentage: 60,
  characteristics: { income: 'mid' },
  prizm_segments: ['31', '35'],
  ...change,
})

export const audienceOf = (change: Partial<Audience> = {}): Audience =>
  Audience.parse({
    audience_id: 'aud_1',
    name: 'Renters in Austin',
    description: 'People who rent',
    status: 'active',
    data_type: 'first_party',
    identifier_type: 'email',
    original_query: 'renters in Austin, TX',
    selected_variables: ['RENT'],
    variable_details: [],
    segments: [segment(), segment({ segment_id: '2', name: '=cmd()', size: 800, size_percentage: 40 })],
    total_audience_size: 2_000,
    size_source: 'segments',
    metadata: { tags: ['q1'], notes: 'for colleagues alone', session_id: 's' },
    ...record,
    ...change,
  })

export const distributionOf = (change: Partial<Distribution> = {}): Distribution =>
  Distribution.parse({
    distribution_id: 'dist_1',
    audience_id: 'aud_1',
    audience_version: 3,
    audience_name: 'Renters in Austin',
    platform_id: 'plat_1',
    platform_name: 'P',
    platform_type: 'folder',
    distribution_type: 'initial',
    status: 'processing',
    scheduled_at: STAMP,
    executed_at: STAMP,
    completed_at: null,
    segments_distributed: [],
    match_results: {
      total_records: null,
      matched_records: null,
      rejected_records: null,
      match_rate: null,
      platform_audience_id: null,
    },
    error_details: null,
    metadata: { campaign_name: 'Spring', attempt: { number: 1, key: 'dist_1.1', started_at: STAMP } },
    ...record,
    ...change,
  })

export const platformOf = (type: PlatformType): Platform =>
  Platform.parse({
    platform_id: 'plat_1',
    platform_type: type,
    name: 'Our account',
    connection: { state: 'ok', tested_at: STAMP, account_label: null, checked: [], error: null },
    credential_fields: {},
    settings: {},
    last_sync: null,
    sync_status: null,
    ...record,
  })

export type Change = Partial<DeliverInput> & { values?: Values }

/** The whole input for the type; `values` are the account's, credentials and settings together. */
export function inputFor(
  type: PlatformType,
  folder: string,
  { values = {}, ...change }: Change = {},
): DeliverInput {
  const audience = change.audience ?? audienceOf()
  return {
    ...parted(type, values),
    key: 'dist_1.1',
    distribution: distributionOf({ platform_type: type }),
    audience,
    segments: audience.segments,
    platform: platformOf(type),
    previous_platform_audience_id: null,
    resumed: false,
    folder,
    signal: new AbortController().signal,
    timeout_ms: 10_000,
    now: () => NOW,
    progress: () => undefined,
    ...change,
  }
}

/** The doubles of all platforms; what one test did is forgotten for the next. */
export function deliveryDoubles() {
  let started: Double | undefined
  let folder = ''
  const double = () => {
    if (!started) throw new Error('The doubles run only while a test does')
    return started
  }
  beforeAll(async () => {
    started = await startPlatforms()
    folder = await mkdtemp(join(tmpdir(), 'delivery-packages-'))
  })
  beforeEach(async () => {
    Object.assign(double(), { trouble: null, losing: null, instead: null })
    double().received.length = 0
    effects.forget()
    await rm(folder, { recursive: true, force: true })
    folder = await mkdtemp(join(tmpdir(), 'delivery-packages-'))
  })
  afterAll(async () => {
    await started?.close()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    double,
    folder: () => folder,
    send: (type: HttpType, { values, ...change }: Change = {}): Promise<Delivered> =>
      deliver(
        inputFor(type, folder, {
          base_url: double().url,
          values: { ...VALID[type], ...values },
          ...change,
        }),
      ),
  }
}
