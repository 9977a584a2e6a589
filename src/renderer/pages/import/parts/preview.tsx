// The first rows of a file as they stand in it, below what their columns become.
import type { Inspection } from '../../../../shared/contract/imports.ts'
import { cx } from '../../../lib/cx.ts'
import { t } from '../../../messages/index.ts'
import type { Group } from '../model/wizard.ts'

const words = t.imports
const SHOWN = 8

export function Preview({ group, seen }: { group: Group; seen: Inspection }) {
  const numeric = seen.columns.map(({ type }) => type === 'number')
  const targets = new Map(group.columns.map(({ name, target }) => [name, target]))
  return (
    <details className="group flex flex-col">
      <summary className="w-fit cursor-pointer rounded-sm text-base font-semibold">
        {words.firstRows}{' '}
        <span className="font-normal text-ink-3">{words.rowsSeen(seen.rows_seen, seen.more)}</span>
      </summary>
      <section
        aria-label={`${words.firstRows}: ${seen.name}`}
        // It scrolls, so the keyboard must reach it.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region
        tabIndex={0}
        className="mt-2 overflow-x-auto rounded-lg border border-line"
        data-selectable
      >
        <table className="w-max min-w-full border-separate border-spacing-0 text-sm">
          <thead className="bg-sunken">
            <tr>
              {seen.columns.map(({ name }) => (
                <th
                  key={name}
                  scope="col"
                  className="max-w-64 border-b border-line px-2.5 py-1 text-left font-medium"
                >
                  <span className="block truncate">{name}</span>
                  <span className="block truncate font-normal text-ink-3">
                    {words.target[targets.get(name) ?? 'extra']}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {seen.rows.slice(0, SHOWN).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name, and don't move
              <tr key={at}>
                {row.map((cell, index) => (
                  <td
                    key={seen.columns[index]?.name}
                    title={cell.length > 40 ? cell : undefined}
                    className={cx(
                      'h-7 max-w-64 truncate border-b border-line px-2.5 last:border-r-0',
                      numeric[index] && 'text-right',
                    )}
                  >
                    {cell}
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
