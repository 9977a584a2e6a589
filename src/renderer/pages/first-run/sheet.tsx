// The quiet page on which the first steps are taken.
import type { ReactNode } from 'react'
import { Logo } from '../../components/frame/logo.tsx'

type Props = { title: string; intro?: string; children: ReactNode }

export const Sheet = ({ title, intro, children }: Props) => (
  <main className="flex h-full justify-center overflow-y-auto bg-surface px-6 pt-[12vh] pb-16">
    <div className="flex h-fit w-full max-w-[520px] flex-col gap-5">
      <Logo size={36} />
      <header>
        <h1 className="text-title font-semibold">{title}</h1>
        {intro && <p className="mt-1 text-md text-pretty text-ink-2">{intro}</p>}
      </header>
      {children}
    </div>
  </main>
)
