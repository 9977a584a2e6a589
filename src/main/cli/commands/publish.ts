// Writes the current records as Parquet files for BI tools.
import { resolve } from 'node:path'
import { ok } from '../../../shared/errors.ts'
import { COMMON, type Command, EXIT } from '../command.ts'
import { jobOf } from '../job.ts'
import { print, printJson, table } from '../say.ts'
import { withSession } from '../session.ts'

export const PUBLISH: Command = {
  summary: 'Write the current records as Parquet files for BI tools',
  words: [{ name: 'FOLDER', says: 'Where to; without it the folder that was chosen before', optional: true }],
  options: COMMON,
  notes: 'The folder is remembered: it is the one that the app publishes to as well.',
  run: (given, environment) =>
    withSession(given, environment, async session => {
      const [folder] = given.words
      if (folder !== undefined) {
        const set = await session.invoke('publish.setUp', { folder: resolve(folder) })
        if (!set.ok) return set
      }
      const job = await jobOf(session, () => session.invoke('publish.start', {}))
      if (!job.ok) return job
      const state = await session.invoke('publish.state', {})
      if (!state.ok) return state
      const tables = state.value.last?.tables ?? []
      if (given.is('json')) await printJson({ folder: state.value.folder, tables })
      else {
        const rows = tables.map(({ file, rows, bytes }) => [file, rows, bytes])
        await print(`${state.value.folder ?? ''}\n${table(['FILE', 'ROWS', 'BYTES'], rows)}`)
      }
      return ok(EXIT.done)
    }),
}
