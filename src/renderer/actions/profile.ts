// Signing in, out and over to another profile. Everything shown belongs to someone else afterwards, so the cache starts anew.
import type { InputOf, OutputOf } from '../../shared/contract.ts'
import type { Result } from '../../shared/errors.ts'
import { client } from '../api/client.ts'
import { writePreferences } from '../api/preferences.ts'
import { queryClient } from '../api/query-client.ts'

async function signedIn<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
  const result = await answer
  if (result.ok) await queryClient.resetQueries()
  return result
}

export async function chooseProfile(user_id: string): Promise<Result<OutputOf<'profiles.choose'>>> {
  await writePreferences()
  return signedIn(client.profiles.choose({ user_id }))
}

export async function createProfile(
  input: InputOf<'profiles.create'>,
): Promise<Result<OutputOf<'profiles.create'>>> {
  await writePreferences()
  return signedIn(client.profiles.create(input))
}

export async function signOut(): Promise<Result<null>> {
  await writePreferences()
  return signedIn(client.profiles.signOut({}))
}
