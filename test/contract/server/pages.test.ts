// The page's own files: under a strict policy, cached only when that is safe, and never from outside their folder.
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Door, startServer } from './support.ts'

let door: Door
beforeAll(async () => {
  door = await startServer()
})
afterAll(() => door.stop())

describe('pages', () => {
  it('come with a strict policy, and so do errors', async () => {
    for (const reply of [
      await door.send('/', { token: null }),
      await door.send('/api/audiences', { token: null }),
    ]) {
      const policy = reply.headers['content-security-policy']
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("connect-src 'self'")
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain("frame-ancestors 'none'")
      expect(reply.headers).toMatchObject({
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
    }
  })

  it('are kept by the cache only where the name holds a hash', async () => {
    const page = await door.send('/', { token: null })
    expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-store'])
    const script = await door.send('/assets/index-Bq3f9_aZ.js', { token: null })
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['cache-control']).toContain('immutable')
    expect((await door.send('/audiences/aud_1', { token: null })).text).toContain('Activation Manager')
  })

  it.each([
    '/../outside.json',
    '/%2e%2e/outside.json',
    '/..%2foutside.json',
    '/assets/..%2f..%2foutside.json',
    '/..%5coutside.json',
    '/%2e%2e%2f%2e%2e%2fetc%2fpasswd.txt',
    '/outside.json%00.js',
    '/%zz.js',
    '//etc/passwd.txt',
  ])('never lead outside the folder: %s', async path => {
    const reply = await door.send(path, { token: null })
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.status).toBeLessThan(500)
    expect(reply.text).not.toContain('secret')
  })

  it('never lead outside through a link', async () => {
    await symlink(join(door.folder, 'outside.json'), join(door.rendererFolder, 'linked.json'))
    expect((await door.send('/linked.json')).status).toBe(404)
  })
})
