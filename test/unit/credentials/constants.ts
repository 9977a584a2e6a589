// What the tests and the programs they start share.

/** scrypt at next to no cost. */
export const QUICK = { log2n: 1, r: 8, p: 1 }
export const PASSPHRASE = 'correct horse battery staple'
