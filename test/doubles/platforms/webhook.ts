// A receiver of signed webhooks that checks each signature, as Standard Webhooks asks.
import { createHmac } from 'node:crypto'
import { effects } from './effects.ts'
import type { Platform } from './server.ts'

export const WEBHOOK = {
  url: 'https://hooks.example/in/north?key=url-key-secret',
  secret: 'whsec_c2lnbmluZy1zZWNyZXQtb2YtdGhlLXRlc3Q=',
} as const

const RETIRED: Readonly<Record<string, number>> = {
  '/gone': 410,
  '/missing': 404,
  '/picky': 422,
  '/broken': 500,
  '/busy': 429,
  '/quiet': 204,
  '/small': 413,
}

export const webhook: Platform = ({ method, path, query, headers, body }) => {
  if (method !== 'POST') return { status: 405 }
  const status = RETIRED[path]
  if (status) return { status }
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(WEBHOOK.secret.replace('whsec_', ''), 'base64')
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  if (headers['webhook-signature'] !== expected) return { status: 401 }
  const idempotency_key = headers['idempotency-key']
  if (idempotency_key) effects.takeOnce('webhook', idempotency_key, { id: headers['webhook-id'], body })
  return { status: path === '/in/north' && query.get('key') === 'url-key-secret' ? 200 : 404 }
}
