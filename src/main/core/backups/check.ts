// Checks a backup: every byte is read and compared with its checksums.

import { stat } from 'node:fs/promises'
import type { JobResult } from '../../../shared/domain/job.ts'
import type { Result } from '../../../shared/errors.ts'
import type { JobContext } from '../jobs/face.ts'
import { readThrough } from './file/disk.ts'
import type { Source } from './index.ts'
import type { NotesFile } from './notes.ts'
import { answering } from './refused.ts'

type Deps = { notes: NotesFile; changed(): void; now(): Date }

export const createCheck =
  ({ notes, changed, now }: Deps) =>
  (
    { path, name, key }: Pick<Source, 'path' | 'name' | 'key'>,
    passphrase: string | null,
    { signal, progress }: JobContext,
  ): Promise<Result<JobResult>> =>
    answering(name, async () => {
      const { size } = await stat(path)
      const { about, index } = await readThrough(path, passphrase, {}, signal, done => progress(done, size))
      if (key !== null) {
        await note(notes, key, size, now())
        changed()
      }
      const errors = about.missing.map((file, at) => ({
        path: file,
        message: 'This file was damaged when the backup was made: what was in it is not in the backup.',
        row: at + 1,
        line: null,
      }))
      return { changed: index.length, skipped: 0, errors, error_count: errors.length }
    })

/** Remembers that all of a file was read and found whole. */
export const note = (notes: NotesFile, key: string, bytes: number, at: Date) =>
  notes.change(old => ({
    ...old,
    verified: { ...old.verified, [key]: { bytes, at: at.toISOString() } },
  }))
