// A file that can't be read at all, or not to its end. The words follow the file's name.

export class Unreadable extends Error {}

/** Ends the reading of a file from wherever it is. */
export function unreadable(message: string): never {
  throw new Unreadable(message)
}

/** Whether it is the operating system that refuses. */
export const isOfSystem = (error: unknown) =>
  error instanceof Error && 'syscall' in error && typeof error.syscall === 'string'

/** A library's error about a file's content, in our words; those of the system and our own stay as they are. */
export function asUnreadable(error: unknown, message: string): unknown {
  return !(error instanceof Error) || error instanceof Unreadable || isOfSystem(error)
    ? error
    : new Unreadable(message)
}
