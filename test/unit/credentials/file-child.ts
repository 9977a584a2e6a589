// A second program for tests: saves into an encrypted file, or is killed between writing it and renaming it.
import { fileShelf } from '../../../src/main/core/credentials/file.ts'
import { PASSPHRASE, QUICK } from './constants.ts'

export type FileOrders = { path: string; owner: string; saves: number; kill?: boolean }

async function main({ path, owner, saves, kill }: FileOrders): Promise<void> {
  const rename = async () => {
    process.kill(process.pid, 'SIGKILL')
    await new Promise(() => undefined)
  }
  const shelf = fileShelf({ path, passphrase: PASSPHRASE, cost: QUICK, ...(kill && { rename }) })
  for (let n = 0; n < saves; n += 1) {
    const saved = await shelf.write(
      { owner, platform_id: 'plat_1' },
      new Map([[`field ${n}`, `${owner} ${n}`]]),
    )
    if (!saved.ok) throw new Error(saved.error.message)
  }
}

process.once('message', (orders: FileOrders) => {
  main(orders).then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
