// Module hook: `import … from 'electron'` gets the double; nothing else changes.

const double = new URL('./double/index.ts', import.meta.url).href

// Not short-circuited: the TypeScript loader behind this hook has to see the address.
export const resolve = (specifier, context, next) =>
  next(specifier === 'electron' ? double : specifier, context)
