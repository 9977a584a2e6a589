// What is asked before a distribution is decided on or cancelled: any page opens it, one dialog in the frame answers.
import type { Run } from '../../actions/distributions.ts'
import { createStore } from '../../lib/store.ts'

export type Asked = { kind: 'approve' | 'reject' | 'request' | 'cancel'; run: Run; repeats: boolean }

export const asked = createStore<Asked | null>(null)

const ask = (kind: Asked['kind']) => (run: Run, repeats: boolean) => asked.set({ kind, run, repeats })

/** Each opens its dialog. `repeats`: whether other runs of the same plan follow. */
export const askToApprove = (run: Run) => ask('approve')(run, false)
export const askToReject = (run: Run) => ask('reject')(run, false)
export const askForApproval = (run: Run) => ask('request')(run, false)
export const askToCancel = (run: Run, repeats: boolean) => ask('cancel')(run, repeats)
