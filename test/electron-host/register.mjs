// Makes `electron` mean the double, in the app's process.
import { register } from 'node:module'

register('./resolve.mjs', import.meta.url)
