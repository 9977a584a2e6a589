// A profile's sign: its initials.
export function Initials({ name, large = false }: { name: string; large?: boolean }) {
  const letters = name
    .split(/\s+/)
    .map(word => [...word][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase()
  return (
    <span
      aria-hidden
      // Drawn, not written: it isn't part of any name.
      data-initials={letters}
      className={
        large
          ? 'before:content-[attr(data-initials)] flex size-8 shrink-0 items-center justify-center rounded-md bg-accent-tint-2 text-base font-semibold text-accent-text'
          : 'before:content-[attr(data-initials)] flex size-5 shrink-0 items-center justify-center rounded-sm bg-accent-tint-2 text-[9px] font-semibold text-accent-text'
      }
    />
  )
}
