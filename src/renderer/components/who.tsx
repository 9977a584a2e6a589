// Whose change it was, by the profile's name where there is one: records keep the id.
import { useProfiles } from '../api/hooks.ts'

export function useWho(): (id: string) => string {
  const { data: profiles } = useProfiles()
  return id => profiles?.find(profile => profile.user_id === id)?.display_name ?? id
}

export function Who({ id }: { id: string }) {
  return <>{useWho()(id)}</>
}
