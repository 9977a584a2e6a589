// Text into the clipboard. Where the page may not write by itself, the system's own copy command is asked.

function byCommand(text: string): boolean {
  let taken = false
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
    taken = true
  }
  document.addEventListener('copy', fill, true)
  try {
    return document.execCommand('copy') && taken
  } finally {
    document.removeEventListener('copy', fill, true)
  }
}

/** False when neither way was open. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return byCommand(text)
  }
}
