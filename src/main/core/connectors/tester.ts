// A connection test: a run that ends in a verdict.
import type { TestConnection } from './face.ts'
import type { Step } from './failure.ts'
import { type Run, type RunDefinition, runs } from './run.ts'
import { verdictOf } from './verdict.ts'

export type { Run } from './run.ts'

type TesterDefinition = RunDefinition & {
  /** Answers the account's name where the platform tells it. */
  test: (run: Run) => Promise<Step<string | null>>
}

/** Makes a connection test. Never calls with incomplete fields, and answers words without secrets. */
export function tester({ test, ...definition }: TesterDefinition): TestConnection {
  const start = runs(definition)
  return async input => {
    const { run, failure, secrets, checked } = start(input)
    const outcome: Step<string | null> = failure ? { ok: false, failure } : await test(run)
    return verdictOf(outcome, checked, secrets)
  }
}
