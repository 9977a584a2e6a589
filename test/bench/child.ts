// The process that is measured: does one group of the benchmark, and reports over IPC.

export type Task = {
  group:
    | 'prepare'
    | 'saving'
    | 'event_loop'
    | 'month'
    | 'distributions'
    | 'reading'
    | 'open'
    | 'open_raw'
    | 'memory'
    | 'import'
    | 'flush'
    | 'bigquery'
    | 'pull'
    | 'export'
    | 'backup'
    | 'migration'
  folder: string
  rows: number
  with_text?: boolean
  resources: string
}
export type Answer =
  | { kind: 'progress'; text: string }
  | { kind: 'done'; value: unknown }
  | { kind: 'failed'; text: string }

const send = (answer: Answer) =>
  new Promise<void>(resolve => {
    process.send?.(answer, undefined, {}, () => resolve())
  })

// Loaded when they are needed, so that a fresh process holds only what is measured.
async function run({ group, folder, rows, with_text, resources }: Task): Promise<unknown> {
  switch (group) {
    case 'prepare':
      return (await import('./workspace.ts')).ensureWorkspace(
        rows,
        text => void send({ kind: 'progress', text }),
      )
    case 'saving':
      return (await import('./groups-save.ts')).saving(folder, rows)
    case 'event_loop':
      return (await import('./groups-save.ts')).eventLoop(folder, rows)
    case 'month':
      return (await import('./groups-save.ts')).month(folder)
    case 'distributions':
      return (await import('./groups-distributions.ts')).distributions(folder)
    case 'backup':
      return (await import('./groups-backup.ts')).backups(folder, rows)
    case 'reading':
      return (await import('./groups-read.ts')).reading(folder, rows)
    case 'open':
      return (await import('./groups-open.ts')).opening(folder)
    case 'open_raw':
      return (await import('./groups-open.ts')).openingRaw(folder, with_text === true)
    case 'memory':
      return (await import('./groups-open.ts')).memory(folder, rows)
    case 'import':
      return [
        ...(await (await import('./groups-bulk.ts')).importing(folder, rows, resources)),
        ...(await (await import('./groups-import.ts')).importingCsv(folder, resources)),
      ]
    case 'bigquery':
      return (await import('./groups-bigquery.ts')).preparing(folder, rows)
    case 'pull':
      return (await import('./groups-pull.ts')).pulling(folder, rows)
    case 'export':
      return (await import('./groups-export.ts')).exporting(folder, rows, resources)
    case 'migration':
      return (await import('./groups-migration.ts')).migrating(folder, rows, resources)
    case 'flush':
      return (await import('./groups-bulk.ts')).flushing(folder, rows)
  }
}

process.once('message', (task: Task) => {
  run(task)
    .then(value => send({ kind: 'done', value }))
    .catch((error: unknown) =>
      send({ kind: 'failed', text: error instanceof Error ? String(error.stack) : String(error) }),
    )
    .finally(() => process.exit(0))
})
