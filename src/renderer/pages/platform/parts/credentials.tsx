// The credentials of an account: set or missing, never their values, and the way to sign in that is complete.
import { CircleCheck, CircleDashed } from 'lucide-react'
import type { Platform } from '../../../../shared/domain/platform.ts'
import { credentialState } from '../../../../shared/domain/platform-rules.ts'
import { t } from '../../../messages/index.ts'
import { Section } from '../../audience/parts/section.tsx'
import { definitionOf } from '../model/values.ts'

const words = t.platform

export function Credentials({ platform }: { platform: Platform }) {
  const definition = definitionOf(platform)
  const { credentials, credential_sets } = definition
  if (credentials.length === 0)
    return (
      <Section title={words.credentials}>
        <p className="text-ink-3">{words.noCredentials}</p>
      </Section>
    )
  const signIn = credentialState(definition, platform.credential_fields)
  const needed = new Set(
    signIn.state === 'incomplete'
      ? signIn.missing
      : (credential_sets.find(({ name }) => name === signIn.set)?.fields ?? []),
  )
  return (
    <Section
      title={words.credentials}
      aside={
        signIn.state === 'complete' &&
        credential_sets.length > 1 && (
          <span className="text-sm text-ink-3">{words.signsInWith(signIn.set)}</span>
        )
      }
    >
      <dl aria-label={words.credentials} className="@container flex flex-col border-t border-line">
        {credentials.map(({ key, label }) => {
          const field = platform.credential_fields[key]
          const set = field?.state === 'set'
          const Icon = set ? CircleCheck : CircleDashed
          const tone = set ? 'text-green' : needed.has(key) ? 'text-amber' : 'text-ink-3'
          return (
            <div
              key={key}
              className="grid items-center gap-x-6 border-b border-line py-1.5 @md:grid-cols-[200px_minmax(0,1fr)]"
            >
              <dt className="text-ink-2">{label}</dt>
              <dd className="flex items-center gap-1.5">
                <Icon size={16} aria-hidden className={`shrink-0 ${tone}`} />
                <span className={set || needed.has(key) ? undefined : 'text-ink-3'}>
                  {set
                    ? t.platforms.secret.set(field.last4)
                    : needed.has(key)
                      ? t.platforms.secret.missing
                      : t.platforms.secret.optional}
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
      <p className="text-sm text-ink-3">{words.secretsPlace}</p>
    </Section>
  )
}
