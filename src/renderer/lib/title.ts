// The window's title: the page, then the program.
import { useEffect } from 'react'
import { t } from '../messages/index.ts'

export function useTitle(page: string): void {
  useEffect(() => {
    document.title = `${page} · ${t.common.app}`
  }, [page])
}
