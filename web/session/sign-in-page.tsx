import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { call, keepCsrf } from '../api.ts'
import { RefusedNote } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import type { Session } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Door } from './door.tsx'
import { sessionQuery } from './session.ts'

/** Signing in with address and password; leads back to where one came from. */
export function SignInPage() {
  const { t } = useWords()
  const { back } = useSearch({ strict: false }) as { back?: string }
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  useTitle(t('signIn.title'))
  useEffect(() => {
    // nothing that was shown stays behind for whoever comes next
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] })
  }, [queries])
  const signIn = useMutation({
    mutationFn: () => call<Session | undefined>('/session', { method: 'POST', body: { email, password } }),
    onSuccess: async (session) => {
      keepCsrf(session?.csrf)
      queries.clear()
      await queries.fetchQuery(sessionQuery)
      await navigate({ to: ownPath(back) })
    },
  })
  return (
    <Door title={t('signIn.title')} says={back ? t('signIn.saysBack') : t('signIn.says')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('signIn.password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          />
          {signIn.error && <RefusedNote error={signIn.error} />}
          <Button type="submit" variant="filled" fullWidth loading={signIn.isPending}>
            {t('signIn.go')}
          </Button>
        </Stack>
      </form>
    </Door>
  )
}

/** A way back within the app; anything that leads elsewhere is let go of. */
function ownPath(back: string | undefined): string {
  return back && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in') ? back : '/'
}
