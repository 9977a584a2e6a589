// The text of a file that was chosen: UTF-8, or UTF-16 where it says so, as spreadsheets write it.
import { LONGEST_FILE } from '../../../../shared/domain/rejects.ts'

/** Null where the file is larger than can be read, or can't be read at all. */
export async function textOfFile(file: File): Promise<string | null> {
  // A character takes at most four bytes.
  if (file.size > LONGEST_FILE * 4) return null
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const [first, second] = bytes
    const encoding =
      first === 0xff && second === 0xfe
        ? 'utf-16le'
        : first === 0xfe && second === 0xff
          ? 'utf-16be'
          : 'utf-8'
    return new TextDecoder(encoding).decode(bytes)
  } catch {
    return null
  }
}
