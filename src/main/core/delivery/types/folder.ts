// Drop folder: a package in the format that its receiver reads, and in Parquet.
import type { Step } from '../../connectors/failure.ts'
import { connector, done, type Job, type Outcome } from '../connector.ts'
import { deliverPackage } from '../package/deliver.ts'
import type { Disk } from '../package/disk.ts'
import { ROW_FORMATS, type RowFormat } from '../package/rows.ts'

/** The format that was chosen, and Parquet, which every data tool opens. */
function formatsOf(chosen: string): RowFormat[] {
  const format = ROW_FORMATS.find(one => one === chosen) ?? 'csv'
  return format === 'parquet' ? ['parquet'] : [format, 'parquet']
}

async function deliver({ run, input, took }: Job, disk: Disk | undefined): Promise<Step<Outcome>> {
  input.progress(0, 1)
  const written = await deliverPackage(input, {
    parent: run.value('path'),
    formats: formatsOf(run.value('file_format')),
    picked_up: true,
    disk,
  })
  if (!written.ok) return written
  const { path, files, records } = written.value
  took({ files, records })
  input.progress(1, 1)
  return done({ state: 'done', platform_audience_id: null, package: path })
}

export const folderDelivery = (disk?: Disk) =>
  connector({
    type: 'folder',
    service: 'The folder',
    settings: ['path', 'file_format'],
    deliver: job => deliver(job, disk),
  })
