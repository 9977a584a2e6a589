// What is in a package: the definition, the segments in one or two formats, and the manifest that vouches for them.
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { definitionOf, FORMAT_VERSION, headOf, peopleIn } from '../definition.ts'
import type { DeliverInput, SentFile } from '../face.ts'
import { type RowFormat, rowsAs } from './rows.ts'

export const MANIFEST = 'manifest.json'
export const PACKAGE_FORMAT = 'activation-manager/package'

export const Manifest = z.object({
  format: z.literal(PACKAGE_FORMAT),
  format_version: z.number().int(),
  key: z.string(),
  created_at: z.string(),
  audience_id: z.string(),
  audience_version: z.number(),
  distribution_id: z.string(),
  counts: z.object({ segments: z.number(), people: z.number() }),
  /** All files but the manifest itself. */
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string(), records: z.number() })),
})
export type Manifest = z.output<typeof Manifest>

export type Content = { file: SentFile; bytes: Buffer }

export const sha256Of = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

export const contentOf = (name: string, bytes: Buffer, records: number): Content => ({
  file: { name, bytes: bytes.length, sha256: sha256Of(bytes), records },
  bytes,
})

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

/** In the order in which they are written: the manifest last. */
export async function contentsOf(input: DeliverInput, formats: readonly RowFormat[]): Promise<Content[]> {
  const { key, segments, now } = input
  const contents = [
    contentOf(
      'audience.json',
      json({
        format: 'activation-manager/audience',
        format_version: FORMAT_VERSION,
        ...definitionOf(input),
        segments,
      }),
      1,
    ),
  ]
  for (const format of formats) {
    contents.push(contentOf(`segments.${format}`, await rowsAs(format, segments), segments.length))
  }
  const manifest = {
    format: PACKAGE_FORMAT,
    format_version: FORMAT_VERSION,
    key,
    created_at: now().toISOString(),
    ...headOf(input),
    counts: { segments: segments.length, people: peopleIn(segments) },
    files: contents.map(({ file }) => file),
    ...(formats.includes('csv')
      ? {
          csv: 'In segments.csv a text that a spreadsheet would take for a formula has an apostrophe before it.',
        }
      : {}),
  } satisfies Manifest & Record<string, unknown>
  return [...contents, contentOf(MANIFEST, json(manifest), 0)]
}
