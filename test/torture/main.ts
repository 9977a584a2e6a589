// `npm run torture -- --kills N --minutes M [--seed S]`: kills a writer N times (or for M minutes) and checks every acknowledgement.
import { parseArgs } from 'node:util'
import { torture } from './run.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
console.log(`seed ${values.seed}`)
const { said, ...figures } = await torture({
  kills: Number(values.kills),
  seconds: Number(values.minutes) * 60,
  seed: Number(values.seed),
  progress: line => console.log(line),
})
for (const text of said.slice(0, 50)) console.log(text)
console.log(JSON.stringify({ ...figures, complaints: said.length }))
console.log(
  said.length === 0
    ? `${figures.kills} kills, ${figures.versions} acknowledged versions: 0 lost, 0 duplicates, every reopen clean`
    : `${figures.kills} kills: ${said.length} complaints`,
)
process.exit(said.length === 0 ? 0 : 1)
