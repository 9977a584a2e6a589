// Loaded into the app's processes before anything else: writes down every message that one sends to whoever started it.
// Of the main process that is what the page gets, of the core process what the main process gets.
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { serialize } from 'node:v8'

const folder = process.env.SECRETS_TAP
const send = process.send?.bind(process)
if (folder && send)
  process.send = (message, ...rest) => {
    // The core process has a port; nobody else does.
    const name = process.parentPort ? 'core-to-main' : 'main-to-page'
    appendFileSync(join(folder, name), serialize(message))
    return send(message, ...rest)
  }
