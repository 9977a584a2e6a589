// The texts of typed secrets while one form is open: here and in their inputs, never in React's state, so that no cache,
// draft or error can hold one. Gone when the form is saved or left.

export type Secrets = {
  get: (key: string) => string
  /** An empty text forgets it. */
  set: (key: string, text: string) => void
  wipe: () => void
}

export function createSecrets(): Secrets {
  const texts = new Map<string, string>()
  return {
    get: key => texts.get(key) ?? '',
    set: (key, text) => {
      if (text === '') texts.delete(key)
      else texts.set(key, text)
    },
    wipe: () => texts.clear(),
  }
}
