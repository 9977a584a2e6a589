// Picking a file in the browser: the browser's own file dialog, then a streamed upload that answers with a token for the import.
import type { PickedFile } from '../../shared/contract/shell.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { t } from '../messages/index.ts'
import { isResult } from './is-result.ts'

const isPicked = (value: unknown): value is PickedFile =>
  typeof value === 'object' && value !== null && 'file_token' in value && typeof value.file_token === 'string'

/** The files a person chose; none when they closed the dialog. */
function chooseFiles(accept: string, multiple: boolean): Promise<File[]> {
  return new Promise(resolve => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = multiple
    input.accept = accept
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}

async function uploadFile(file: File, headers: Record<string, string>): Promise<Result<PickedFile>> {
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

/** One after another: they come to the same disk. */
export async function uploadFiles(
  files: readonly File[],
  headers: Record<string, string>,
): Promise<Result<{ files: PickedFile[] }>> {
  const uploaded: PickedFile[] = []
  for (const file of files) {
    const one = await uploadFile(file, headers)
    if (!one.ok) return one
    uploaded.push(one.value)
  }
  return ok({ files: uploaded })
}

export const pickAndUpload = async (headers: Record<string, string>) =>
  uploadFiles(await chooseFiles('.csv,.tsv,.txt,.json,.ndjson,.jsonl,.parquet,.xlsx', true), headers)

export async function pickBackup(headers: Record<string, string>): Promise<Result<PickedFile | null>> {
  const [file] = await chooseFiles('.ambackup,.tar', false)
  return file ? uploadFile(file, headers) : ok(null)
}
