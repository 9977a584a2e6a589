// One app for one user data folder. Synchronous, as `requestSingleInstanceLock` is; the first hears of the others by a file.
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    return false
  }
}

type Knock = { argv: string[]; cwd: string }

/** null when another living process holds the folder; that one is told of this start. */
export function takeInstanceLock(
  userData: string,
  onSecond: (argv: string[], cwd: string) => void,
): { release(): void } | null {
  const folder = join(userData, 'single-instance')
  const file = join(folder, 'holder')
  mkdirSync(folder, { recursive: true })
  if (!claim(file)) {
    if (isAlive(Number(readFileSync(file, 'utf8')))) {
      const knock: Knock = { argv: process.argv, cwd: process.cwd() }
      writeFileSync(join(folder, `knock-${process.pid}`), JSON.stringify(knock))
      return null
    }
    rmSync(file)
    if (!claim(file)) return null
  }
  const heard = new Set<string>()
  const watcher = watch(folder, () => {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith('knock-') || heard.has(name)) continue
      const text = readFileSync(join(folder, name), 'utf8')
      // Seen before its content was written; another event follows.
      if (text === '') continue
      heard.add(name)
      const { argv, cwd } = JSON.parse(text) as Knock
      onSecond(argv, cwd)
    }
  })
  return {
    release() {
      watcher.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
