// What became of rows that were brought together with what is here.

/** `revisions` notices rows that came, went or got another `rev`. `contents` reads whole rows, and notices any change. */
export type How = 'revisions' | 'contents'

/** A row that can't be a record: what is wrong with which field. */
export type RefusedRow = { table: string; id: string; path: string; message: string }

export type Reconciled = {
  /** Versions taken over as they are. */
  taken: number
  /** Records whose two versions became one. */
  merged: number
  /** Records that a person has to decide on. */
  asked: number
  /** Records that stood in BigQuery and are gone from there: they go with the next push. */
  resent: number
  refused: RefusedRow[]
}
export const nothingReconciled = (): Reconciled => ({
  taken: 0,
  merged: 0,
  asked: 0,
  resent: 0,
  refused: [],
})
export const together = (a: Reconciled, b: Reconciled): Reconciled => ({
  taken: a.taken + b.taken,
  merged: a.merged + b.merged,
  asked: a.asked + b.asked,
  resent: a.resent + b.resent,
  refused: [...a.refused, ...b.refused],
})
