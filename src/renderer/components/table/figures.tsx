// The figures behind a chart as a table, for those who read rather than look.
import type { ReactNode } from 'react'
import { t } from '../../messages/index.ts'

type Props = {
  caption: string
  head: readonly string[]
  rows: readonly (readonly [string, ...ReactNode[]])[]
}

export function Figures({ caption, head, rows }: Props) {
  return (
    <details className="mt-3">
      <summary className="w-fit cursor-pointer rounded-sm text-sm text-ink-2 hover:text-ink">
        {t.insights.figures}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className="mt-2 max-h-72 overflow-auto" tabIndex={0} aria-label={caption}>
        <table className="w-full text-base">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="border-b border-line text-sm text-ink-3">
              {head.map((name, index) => (
                <th
                  key={name}
                  scope="col"
                  className={index === 0 ? 'py-1 text-left font-normal' : 'py-1 pl-4 text-right font-normal'}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...values]) => (
              <tr key={name} className="border-b border-line">
                <th scope="row" className="py-1 text-left font-normal whitespace-nowrap">
                  {name}
                </th>
                {values.map((value, index) => (
                  <td key={head[index + 1]} className="py-1 pl-4 text-right text-ink-2">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
