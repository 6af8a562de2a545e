import { Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Note } from '../../ui/note.tsx'
import { call, keepCsrf } from '../api.ts'
import { RefusedNote } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import type { Session } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Door } from './door.tsx'
import { sessionQuery } from './session.ts'

const SHORTEST = 12

/** Takes the one-time token out of the address and the history, so that nobody finds it there afterwards. */
function takeToken(): string {
  const token = location.hash.replace(/^#/, '')
  if (token) history.replaceState(history.state, '', location.pathname)
  return token
}

/** The one-time link: a password of one's own, then in. */
export function WelcomePage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [token] = useState(takeToken)
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  useTitle(t('welcome.title'))
  const short = password.length < SHORTEST
  const differs = password !== again
  const enter = useMutation({
    mutationFn: () =>
      call<Session | undefined>('/session/link', { method: 'POST', body: { token, password } }),
    onSuccess: async (session) => {
      keepCsrf(session?.csrf)
      queries.clear()
      await queries.fetchQuery(sessionQuery)
      await navigate({ to: '/' })
    },
  })
  if (!token)
    return (
      <Door title={t('welcome.noLink')} says={t('welcome.noLinkSays')}>
        <Button component="a" href="/sign-in" fullWidth>
          {t('signIn.go')}
        </Button>
      </Door>
    )
  return (
    <Door title={t('welcome.title')} says={t('welcome.says')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!short && !differs) enter.mutate()
        }}
      >
        <Stack gap="sm">
          <PasswordInput
            label={t('welcome.password')}
            description={t('welcome.rule', { n: SHORTEST })}
            autoComplete="new-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={tried && short ? t('welcome.short', { n: SHORTEST }) : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          />
          <PasswordInput
            label={t('welcome.again')}
            autoComplete="new-password"
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            error={tried && differs ? t('welcome.differs') : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          />
          {enter.error && <RefusedNote error={enter.error} />}
          <Button type="submit" variant="filled" fullWidth loading={enter.isPending}>
            {t('welcome.go')}
          </Button>
          <Note>{t('welcome.once')}</Note>
        </Stack>
      </form>
    </Door>
  )
}
