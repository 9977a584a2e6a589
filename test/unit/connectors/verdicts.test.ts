// Every type, with right, wrong, expired and incomplete credentials: four different sentences, each true, each failure with
// a next step.
import * as disk from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestConnectionInput, Verdict } from '../../../src/main/core/connectors/face.ts'
import { folderTester } from '../../../src/main/core/connectors/types/folder.ts'
import { PLATFORM_TYPES } from '../../../src/shared/domain/platform.ts'
import { expectGoodWords, type HttpType, NOW, platformDoubles, SENTENCE, type Values } from './support.ts'

const { double, test } = platformDoubles()

const STATES = ['right', 'wrong', 'expired', 'incomplete'] as const
type State = (typeof STATES)[number]
type Row = readonly [change: Values, sentence: string, hint?: RegExp]

const REFUSED_APP = 'does not recognise the client ID and client secret.'
const REFUSED_TOKEN =
  'does not accept the refresh token: it has expired, was revoked, is incomplete, or belongs to another client ID.'

/** The `right` one's sentence is what was found; of several the last. */
const TABLE: Readonly<Record<HttpType, Readonly<Record<State, Row>>>> = {
  the_trade_desk: {
    right: [{}, 'The CRM segments of advertiser a1b2c3d can be listed.'],
    wrong: [
      { token: 'ttd-token-wrong' },
      'The Trade Desk does not recognise the API token.',
      /Create a long-lived API token/,
    ],
    expired: [
      { token: 'ttd-token-expired' },
      'The Trade Desk says that the API token has expired.',
      /Create a long-lived API token/,
    ],
    incomplete: [
      { token: '' },
      'The Trade Desk cannot be tested yet: the API token is missing.',
      /^Fill in the API token/,
    ],
  },
  google_ads: {
    right: [
      {},
      'Google would accept members for customer list 8877665544332211 of account 1234567890; nobody was added to it.',
    ],
    wrong: [{ client_secret: 'wrong-secret' }, `Google ${REFUSED_APP}`, /^Copy both again/],
    expired: [{ refresh_token: 'long-gone' }, `Google ${REFUSED_TOKEN}`, /^Get a new refresh token/],
    incomplete: [
      { refresh_token: '', customer_id: '' },
      'Google cannot be tested yet: the refresh token and the customer ID are missing.',
      /^Fill in the refresh token and the customer ID/,
    ],
  },
  meta: {
    right: [{}, 'Ad account 98765432101234567890 can be read.'],
    wrong: [
      { access_token: 'EAAB-wrong' },
      'Meta does not recognise the access token.',
      /Create a new access token/,
    ],
    expired: [
      { access_token: 'EAAB-expired' },
      'Meta says that the access token has expired or was withdrawn.',
      /Create a new access token/,
    ],
    incomplete: [
      { access_token: '' },
      'Meta cannot be tested yet: the access token is missing.',
      /^Fill in the access token/,
    ],
  },
  amazon_dsp: {
    right: [{}, 'Profile 9223372036854775807 can be reached in the region Europe.'],
    wrong: [{ client_secret: 'wrong-secret' }, `Amazon Ads ${REFUSED_APP}`, /^Copy both again/],
    expired: [{ refresh_token: 'long-gone' }, `Amazon Ads ${REFUSED_TOKEN}`, /through Login with Amazon/],
    incomplete: [
      { client_id: '', client_secret: '' },
      'Amazon Ads cannot be tested yet: the client ID and the client secret are missing.',
      /^Fill in the client ID and the client secret/,
    ],
  },
  linkedin: {
    right: [{}, 'Ad account 508654321 can be reached.'],
    wrong: [{ client_secret: 'wrong-secret' }, `LinkedIn ${REFUSED_APP}`, /^Copy both again/],
    expired: [{ refresh_token: 'long-gone' }, `LinkedIn ${REFUSED_TOKEN}`, /authorising your LinkedIn app/],
    incomplete: [
      { refresh_token: '' },
      'LinkedIn cannot be tested yet: the refresh token is missing.',
      /^Fill in the refresh token.* The access token alone is enough too\.$/,
    ],
  },
  tiktok: {
    right: [{}, 'Advertiser 7012345678901234567 can be read.'],
    wrong: [
      { access_token: 'tiktok-wrong' },
      'TikTok does not recognise the access token: it is wrong or was revoked.',
      /^Authorise the app again/,
    ],
    expired: [
      { access_token: 'tiktok-expired' },
      'TikTok says that the access token has expired.',
      /^Authorise the app again/,
    ],
    incomplete: [
      { access_token: '' },
      'TikTok cannot be tested yet: the access token is missing.',
      /^Fill in the access token/,
    ],
  },
  // A signing secret has no end of its own; what ends is the address.
  webhook: {
    right: [{}, 'A signed ping was taken by hooks.example (HTTP 200).'],
    wrong: [
      { secret: 'another-signing-secret-of-theirs' },
      'hooks.example refused the signed ping (HTTP 401).',
      /same signing secret here and at the receiver/,
    ],
    expired: [
      { url: 'https://hooks.example/gone' },
      'hooks.example says that this webhook address has been retired (HTTP 410).',
      /^Create a new webhook at the receiver/,
    ],
    incomplete: [
      { secret: '', url: '' },
      'The webhook cannot be tested yet: the signing secret and the address are missing.',
      /^Fill in the signing secret and the address/,
    ],
  },
}

/** A folder needs no credential that could end; what ends is the folder. */
const FOLDER: Readonly<Record<State, (path: string) => string>> = {
  right: () => 'The file could be deleted again.',
  wrong: path => `${path} leads to a file, not to a folder.`,
  expired: path =>
    `There is no folder at ${path}: it was moved, renamed or deleted, or its drive or share is not connected.`,
  incomplete: () => 'The folder cannot be tested yet: the folder’s path is missing.',
}

const sentenceOf = (verdict: Verdict) =>
  verdict.state === 'ok' ? (verdict.checked.at(-1) ?? '') : verdict.error.message

function expectVerdict(verdict: Verdict, sentence: string, hint?: RegExp) {
  expect(sentenceOf(verdict)).toBe(sentence)
  expect(verdict.state).toBe(hint === undefined ? 'ok' : 'failed')
  if (verdict.state === 'ok') return
  expect(verdict.error.hint).toMatch(hint ?? SENTENCE)
  expect(verdict.error.hint).toMatch(SENTENCE)
}

const TYPES = Object.keys(TABLE) as HttpType[]
const ROWS = TYPES.flatMap(type =>
  STATES.map((state): [HttpType, State, ...Row] => [type, state, ...TABLE[type][state]]),
)

it('the table has every type, and four different sentences for each', () => {
  expect([...TYPES, 'folder'].sort()).toEqual([...PLATFORM_TYPES].sort())
  const sentences = [
    ...ROWS.map(([, , , sentence]) => sentence),
    ...STATES.map(state => FOLDER[state]('/drop')),
  ]
  expect(new Set(sentences).size).toBe(PLATFORM_TYPES.length * STATES.length)
})

describe('over HTTP', () => {
  it.each(ROWS)('%s, %s', async (type, state, change, sentence, hint) => {
    const verdict = await test(type, change)
    expectVerdict(verdict, sentence, hint)
    expectGoodWords(type, verdict, change)
    if (state === 'incomplete') expect(double().received).toEqual([])
    else expect(double().received.length).toBeGreaterThan(0)
  })
})

describe('a folder', () => {
  let home: string
  beforeAll(async () => {
    home = await disk.mkdtemp(join(tmpdir(), 'verdicts-'))
  })
  afterAll(() => disk.rm(home, { recursive: true, force: true }))

  const input = (path: string): TestConnectionInput => ({
    credentials: {},
    settings: { path },
    signal: new AbortController().signal,
    timeout_ms: 10_000,
    now: () => NOW,
  })

  it('right: takes files', async () => {
    expectVerdict(await folderTester()(input(home)), FOLDER.right(home))
  })

  it('wrong: a file instead', async () => {
    const file = join(home, 'audiences.csv')
    await disk.writeFile(file, '')
    expectVerdict(await folderTester()(input(file)), FOLDER.wrong(file), /^Choose a folder/)
  })

  it('wrong: one without write permission', async () => {
    // As the system answers it: those who may do everything, as in a container, are not refused.
    const writeFile = async () => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
    }
    const verdict = await folderTester({ ...disk, writeFile })(input(home))
    const sentence =
      'You may not write files in the folder: your user account on this computer lacks the right.'
    expectVerdict(verdict, sentence, /or choose another folder/)
    expect(verdict).toMatchObject({ error: { code: 'forbidden' }, checked: ['The folder is there.'] })
  })

  it('expired: took files once and has vanished since', async () => {
    const folder = await disk.mkdtemp(join(home, 'drop-'))
    expect(await folderTester()(input(folder))).toMatchObject({ state: 'ok' })
    await disk.rm(folder, { recursive: true })
    expectVerdict(await folderTester()(input(folder)), FOLDER.expired(folder), /^Connect the drive or share/)
  })

  it('incomplete: none chosen', async () => {
    expectVerdict(await folderTester()(input('')), FOLDER.incomplete(''), /^Fill in the folder’s path/)
  })
})
