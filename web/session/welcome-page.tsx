import { Button, PasswordInput, Skeleton, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Note } from '../../ui/note.tsx'
import { call, keepCsrf, Refusal } from '../api.ts'
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

/** Whom the link is for; it stays good. */
async function askLink(token: string): Promise<'first' | 'colleague'> {
  const answer = await call<{ for: 'first' | 'colleague' }>('/session/link', {
    method: 'POST',
    body: { token },
  })
  return answer.for
}

/** The one-time link: a password of one's own, and for the first administrator a name and an address; then in. */
export function WelcomePage() {
  const { t } = useWords()
  const [token] = useState(takeToken)
  useTitle(t('welcome.title'))
  const link = useQuery({
    queryKey: ['welcome', token],
    enabled: token !== '',
    staleTime: Infinity,
    gcTime: 0,
    queryFn: () => askLink(token),
  })
  if (!token)
    return (
      <Door title={t('welcome.noLink')} says={t('welcome.noLinkSays')}>
        <Button component="a" href="/sign-in" fullWidth>
          {t('signIn.go')}
        </Button>
      </Door>
    )
  const says = link.data === 'colleague' ? t('welcome.saysColleague') : t('welcome.says')
  return (
    <Door title={t('welcome.title')} says={link.error ? '' : says}>
      {link.isPending && <Skeleton height={240} />}
      {link.error && <RefusedNote error={link.error} />}
      {link.data && <EnterForm token={token} first={link.data === 'first'} />}
    </Door>
  )
}

function EnterForm({ token, first }: { token: string; first: boolean }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const short = password.length < SHORTEST
  const differs = password !== again
  const enter = useMutation({
    mutationFn: () =>
      call<Session | undefined>('/session/link', {
        method: 'POST',
        body: first ? { token, name: name.trim(), email: email.trim(), password } : { token, password },
      }),
    onSuccess: async (session) => {
      keepCsrf(session?.csrf)
      queries.clear()
      await queries.fetchQuery(sessionQuery)
      await navigate({ to: '/' })
    },
  })
  const wrongAddress = enter.error instanceof Refusal && enter.error.field === 'email'
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!short && !differs) enter.mutate()
      }}
    >
      <Stack gap="sm">
        {first && (
          <>
            <TextInput
              label={t('welcome.name')}
              autoComplete="name"
              required
              withAsterisk={false}
              autoFocus
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t('signIn.email')}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              maxLength={320}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={wrongAddress ? t('welcome.wrongAddress') : undefined}
            />
          </>
        )}
        <PasswordInput
          label={t('welcome.password')}
          description={t('welcome.rule', { n: SHORTEST })}
          autoComplete="new-password"
          autoFocus={!first}
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
        {enter.error && !wrongAddress && <RefusedNote error={enter.error} />}
        <Button type="submit" variant="filled" fullWidth loading={enter.isPending}>
          {t('welcome.go')}
        </Button>
        <Note>{t('welcome.once')}</Note>
      </Stack>
    </form>
  )
}
