import { Button, Progress, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { Note } from '../../ui/note.tsx'
import { call } from '../api.ts'
import { RefusedNote } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import { useWords } from '../words/i18n.ts'
import style from './door.module.css'
import { sessionQuery, useSession } from './session.ts'

interface Setup {
  readonly state?: 'waiting' | 'loading' | 'done' | 'failed'
  readonly done?: number
  readonly total?: number
}

/** The first page of a new installation: whose house this is, and whether to look around in the demo first. */
export function StartPage() {
  const { t } = useWords()
  const session = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [name, setName] = useState(session.organisation.name)
  const [tried, setTried] = useState(false)
  const [loading, setLoading] = useState(false)
  useTitle(t('start.title'))
  const choose = useMutation({
    mutationFn: (choice: 'demo' | 'empty') =>
      call('/setup', { method: 'POST', body: { organisation_name: name.trim(), choice } }),
    onSuccess: async (_, choice) => {
      if (choice === 'demo') return setLoading(true)
      await leave()
    },
  })
  const leave = async () => {
    await queries.invalidateQueries()
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
    await navigate({ to: '/people' })
  }
  const pick = (choice: 'demo' | 'empty') => {
    setTried(true)
    if (choice === 'demo' || name.trim()) choose.mutate(choice)
  }
  if (!loading && !session.setup.empty) return <Navigate to="/people" replace />
  if (loading) return <Loading onDone={() => void leave()} />
  return (
    <div className={style.door}>
      <div className={`${style.card} ${style.wide}`}>
        <h1>{t('start.title')}</h1>
        <p>{t('start.says')}</p>
        <Stack gap="md">
          <TextInput
            label={t('start.name')}
            description={t('start.nameSays')}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
            error={tried && !name.trim() ? t('start.needsName') : undefined}
          />
          <div className={style.choices}>
            {session.setup.demo_possible && (
              <section className={style.choice}>
                <h2>{t('start.demo')}</h2>
                <p>{t('start.demoSays')}</p>
                <Button variant="filled" onClick={() => pick('demo')} loading={choose.isPending}>
                  {t('start.demoGo')}
                </Button>
              </section>
            )}
            <section className={style.choice}>
              <h2>{t('start.empty')}</h2>
              <p>{t('start.emptySays')}</p>
              <Button onClick={() => pick('empty')} disabled={choose.isPending}>
                {t('start.emptyGo')}
              </Button>
            </section>
          </div>
          {choose.error && <RefusedNote error={choose.error} />}
          <Note tone="mind" title={t('start.roles')}>
            {t('start.rolesSay')}
          </Note>
        </Stack>
      </div>
    </div>
  )
}

function Loading({ onDone }: { onDone: () => void }) {
  const { t, number } = useWords()
  const { data, error } = useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => call<Setup>('/setup', { signal }),
    refetchInterval: 700,
  })
  const finish = useEffectEvent(onDone)
  useEffect(() => {
    if (data?.state === 'done') finish()
  }, [data?.state])
  const share = data?.total ? ((data.done ?? 0) / data.total) * 100 : 5
  return (
    <div className={style.door}>
      <div className={style.card}>
        <h1>{t('start.loading')}</h1>
        <p role="status">
          {data?.total
            ? t('start.loadingOf', { done: number(data.done ?? 0), total: number(data.total) })
            : t('start.loadingSays')}
        </p>
        <Progress value={share} aria-label={t('start.loading')} />
        {(error || data?.state === 'failed') && <RefusedNote error={error ?? new Error('setup')} />}
      </div>
    </div>
  )
}
