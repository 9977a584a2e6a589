// Renders icon.svg as PNGs with Chromium, and packs them as icon.ico and icon.icns (both may hold PNGs as they are).
// Usage: CHROMIUM=/path/to/chromium node resources/icon/render.mjs
import { readFile, writeFile } from 'node:fs/promises'
import { chromium } from 'playwright'

const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024]
/** Type of an icns entry by its size in pixels. */
const ICNS_TYPES = { 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' }

const here = name => new URL(name, import.meta.url)
const svg = await readFile(here('icon.svg'), 'utf8')
const executablePath = process.env.CHROMIUM
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
})
const png = new Map()
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(
    `<style>html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  )
  png.set(size, await page.screenshot({ omitBackground: true }))
  await page.close()
}
await browser.close()

/** Header, one 16-byte entry an image, then the images. A width of 256 is written as 0. */
function ico(sizes) {
  const header = Buffer.alloc(6 + sizes.length * 16)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(sizes.length, 4)
  let offset = header.length
  sizes.forEach((size, index) => {
    const at = 6 + index * 16
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.get(size).length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.get(size).length
  })
  return Buffer.concat([header, ...sizes.map(size => png.get(size))])
}

/** `icns` and the whole length, then per image its type, its length with these 8 bytes, and the PNG. */
function icns() {
  const entries = Object.entries(ICNS_TYPES).map(([size, type]) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(png.get(Number(size)).length + 8, 4)
    return Buffer.concat([head, png.get(Number(size))])
  })
  const head = Buffer.alloc(8)
  head.write('icns', 'latin1')
  head.writeUInt32BE(8 + entries.reduce((sum, entry) => sum + entry.length, 0), 4)
  return Buffer.concat([head, ...entries])
}

await writeFile(here('icon-512.png'), png.get(512))
await writeFile(here('icon-256.png'), png.get(256))
await writeFile(here('icon.ico'), ico([16, 32, 48, 64, 128, 256]))
await writeFile(here('icon.icns'), icns())
