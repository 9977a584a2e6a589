// Runs an asynchronous step over many items, a few at a time, and keeps their order.

export async function mapConcurrently<T, R>(
  items: readonly T[],
  atOnce: number,
  step: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>()
  const entries = items.entries()
  // The workers share one iterator, so each item is taken once.
  const worker = async () => {
    for (const [index, item] of entries) results.set(index, await step(item))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result)
}
