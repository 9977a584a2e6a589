// A finished file in the browser: fetched with the page's token, then given to the browser's own downloads.
import { fail, ok, type Result } from '../../shared/errors.ts'
import { t } from '../messages/index.ts'
import { isResult } from './is-result.ts'

/** The browser holds the bytes on its disk; it lets go of them when it has copied them. */
const KEPT_MS = 60_000

function nameIn(response: Response): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return encoded ? decodeURIComponent(encoded) : t.common.file
}

function keep(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}

export async function download(file_token: string, headers: Record<string, string>): Promise<Result<null>> {
  try {
    const response = await fetch(`/api/downloads/${encodeURIComponent(file_token)}`, { headers })
    if (response.ok) {
      keep(await response.blob(), nameIn(response))
      return ok(null)
    }
    const body: unknown = await response.json().catch(() => null)
    if (isResult<null>(body)) return body
    return fail('internal', t.common.unexpected, { hint: t.common.unexpectedHint })
  } catch {
    return fail('offline', t.common.notReachable, { hint: t.common.notReachableHint })
  }
}
