// Rows that come in the order of the files wait on the disk and are read back in the order that was asked for.
import { randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Read back at once: rows, and their bytes unless one row alone has more. */
const READ = { rows: 500, bytes: 1_000_000 }

export type Spool = Awaited<ReturnType<typeof openSpool>>

/** `size` rows at most, each with its place in the order, from 0. */
export async function openSpool(folder: string, size: number) {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `export-${randomBytes(8).toString('hex')}.rows`)
  const file = await open(path, 'wx+', 0o600)
  /** -1: no row came for this place. */
  const starts = new Float64Array(size).fill(-1)
  const lengths = new Uint32Array(size)
  let used = 0

  async function readInto(into: Buffer, at: number, start: number, length: number): Promise<void> {
    for (let done = 0; done < length; ) {
      const { bytesRead } = await file.read(into, at + done, length - done, start + done)
      if (bytesRead === 0) throw new Error('A row that was written before is missing')
      done += bytesRead
    }
  }

  /** The rows of these places, one after another; neighbours in the file are read in one go. */
  async function readRows(places: readonly number[]): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(places.reduce((sum, place) => sum + (lengths[place] ?? 0), 0))
    const reads: Promise<void>[] = []
    let at = 0
    for (let first = 0; first < places.length; ) {
      const start = starts[places[first] ?? 0] ?? 0
      let length = 0
      for (; first < places.length && starts[places[first] ?? 0] === start + length; first++)
        length += lengths[places[first] ?? 0] ?? 0
      reads.push(readInto(bytes, at, start, length))
      at += length
    }
    await Promise.all(reads)
    return bytes
  }

  return {
    async write(bytes: Uint8Array, ends: readonly number[], places: readonly number[]): Promise<void> {
      ends.forEach((end, index) => {
        const from = index === 0 ? 0 : (ends[index - 1] ?? 0)
        const place = places[index] ?? 0
        starts[place] = used + from
        lengths[place] = end - from
      })
      used += bytes.length
      await file.appendFile(bytes)
    },
    /** Some rows at once, in their order, with how many they are. */
    async *read(): AsyncGenerator<{ bytes: Buffer; rows: number }> {
      let places: number[] = []
      let sum = 0
      for (let place = 0; place < size; place++) {
        if (starts[place] === -1) continue
        places.push(place)
        sum += lengths[place] ?? 0
        if (places.length < READ.rows && sum < READ.bytes) continue
        yield { bytes: await readRows(places), rows: places.length }
        places = []
        sum = 0
      }
      if (places.length > 0) yield { bytes: await readRows(places), rows: places.length }
    },
    async close() {
      await file.close()
      await rm(path, { force: true })
    },
  }
}
