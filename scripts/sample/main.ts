// `npm run sample`: writes the sample workspace into resources. The result is the same on every machine.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { SAMPLE_SIZE, sampleFile } from './sample.ts'

const target = new URL('../../resources/sample/audiences.json', import.meta.url)
const text = sampleFile()
await mkdir(new URL('.', target), { recursive: true })
await writeFile(target, text)
console.log(
  `${SAMPLE_SIZE} audiences, ${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB: ${fileURLToPath(target)}`,
)
