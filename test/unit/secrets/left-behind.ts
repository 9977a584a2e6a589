// What the program left behind, read as an outsider would, and a way to notice a file as it is made.
import { type FSWatcher, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSealer } from '../../../src/main/core/credentials/sealed.ts'
import { ENTITIES, outsideRows } from '../../store/outside.ts'
import { valueIn } from '../credentials/temporary.ts'

/** Resolves when a file of this name is made in the folder. */
export function made(folder: string, name: RegExp): { seen: Promise<void>; watcher: FSWatcher } {
  let done = () => {}
  const seen = new Promise<void>(resolve => {
    done = resolve
  })
  const watcher = watch(folder, (_event, file) => {
    if (file && name.test(file)) done()
  })
  return { seen, watcher }
}

/** Compressed pages hide from a search what any reader of the file is shown. */
export async function cells(workspace: string): Promise<Buffer> {
  const rows = await Promise.all(ENTITIES.map(entity => outsideRows(workspace, entity)))
  return Buffer.from(
    rows
      .flat()
      .flatMap(row => Object.values(row).map(String))
      .join('\n'),
  )
}

/** Which secrets are in the encrypted file, as `<platform> <field>`. */
export async function sealedPlaces(workspace: string, key: string): Promise<string[]> {
  const sealed = await readFile(join(workspace, '_meta', 'credentials.enc'))
  const { entries } = JSON.parse(valueIn(await createSealer(key).open(sealed))) as {
    entries: { platform_id: string; field: string }[]
  }
  return entries.map(({ platform_id, field }) => `${platform_id} ${field}`)
}
