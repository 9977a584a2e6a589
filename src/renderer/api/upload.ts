// Picking a file in the browser: the browser's own file dialog, then a streamed upload that answers with a token for the import.
import type { PickedFile } from '../../shared/contract/shell.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { t } from '../messages/index.ts'
import { isResult } from './is-result.ts'

const isPicked = (value: unknown): value is PickedFile =>
  typeof value === 'object' && value !== null && 'file_token' in value && typeof value.file_token === 'string'

/** The file a person chose, or null when they closed the dialog. */
function chooseFile(): Promise<File | null> {
  return new Promise(resolve => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = '.json,.ndjson,.jsonl,application/json'
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
}

export async function uploadFile(file: File, headers: Record<string, string>): Promise<Result<PickedFile>> {
  try {
    const response = await fetch('/api/uploads', {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent(file.name),
      },
      body: file,
    })
    const body: unknown = await response.json().catch(() => null)
    if (isResult<PickedFile>(body)) return body
    if (isPicked(body)) return ok(body)
    return fail('internal', t.common.unexpected, { hint: t.common.unexpectedHint })
  } catch {
    return fail('offline', t.common.notReachable, { hint: t.common.notReachableHint })
  }
}

export async function pickAndUpload(headers: Record<string, string>): Promise<Result<PickedFile | null>> {
  const file = await chooseFile()
  return file ? uploadFile(file, headers) : ok(null)
}
