import { Button, Select, Skeleton, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Head } from '../../ui/head.tsx'
import { Name } from '../../ui/marks.tsx'
import { Note } from '../../ui/note.tsx'
import { call } from '../api.ts'
import { fullName } from '../people/name.ts'
import { usePerson } from '../person/data.ts'
import { usePurpose } from '../purpose/use-purpose.ts'
import { useFollowedErasures } from '../shell/jobs.ts'
import { Refused, RefusedNote } from '../shell/refused.tsx'
import { useTitle } from '../shell/title.ts'
import { hush } from '../shell/undo.tsx'
import type { Erasure, ErasurePlan, Kept } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { byReason } from './contracts.ts'
import style from './erasure.module.css'
import { ContractRows, Holdings, LawRows } from './holdings.tsx'

const REASONS = ['asked', 'unfounded', 'over'] as const

/** Leave and be forgotten: everything that will be destroyed, said in full, before the short code is typed. */
export function LeavePage() {
  const { t } = useWords()
  const { id } = useParams({ strict: false }) as { id: string }
  const purpose = useErasurePurpose()
  useTitle(t('erasure.title'))
  useEffect(hush, [])
  const { purpose: working } = usePurpose('people')
  const person = usePerson(id, working?.id)
  const name = person.data && fullName(person.data.fields)
  const plan = useQuery({
    queryKey: ['person', id, 'plan', purpose],
    queryFn: ({ signal }) => call<ErasurePlan>(`/people/${id}/erasure-plan`, { purpose, signal }),
    staleTime: 0,
  })
  return (
    <div className={style.page}>
      <Head title={t('erasure.title')}>
        <Button component={Link} to={`/people/${id}`} variant="subtle">
          {t('erasure.keep')}
        </Button>
      </Head>
      {name && (
        <p>
          <b>
            <Name>{name}</Name>
          </b>
        </p>
      )}
      <p className={style.says}>{t('erasure.says')}</p>
      {plan.error && <Refused error={plan.error} onAgain={() => void plan.refetch()} />}
      {plan.isPending && <Skeleton height={240} />}
      {plan.data && <Plan id={id} plan={plan.data} purpose={purpose} />}
    </div>
  )
}

/** Serving a person's rights has its own purpose; who may not name it asks under what they work for. */
function useErasurePurpose(): string | undefined {
  const { purpose, purposes } = usePurpose('people')
  return (purposes.find((one) => one.id === 'rights.request') ?? purpose)?.id
}

function Plan({ id, plan, purpose }: { id: string; plan: ErasurePlan; purpose: string | undefined }) {
  const { t, list } = useWords()
  const recipients = plan.recipients.map((one) => (typeof one === 'string' ? one : one.name))
  const { contracts, laws } = byReason(plan.kept)
  const stands = contracts.length > 0
  return (
    <>
      {stands && <Standing plan={plan} contracts={contracts} />}
      <section className={style.plan}>
        <h2>{t(stands ? 'erasure.destroyedLater' : 'erasure.destroyed')}</h2>
        <Holdings holdings={plan.holdings} />
      </section>
      <section className={style.part}>
        <h2>{t('erasure.told')}</h2>
        <p className={style.says}>
          {recipients.length > 0 ? t('erasure.toldSays', { who: list(recipients) }) : t('erasure.toldNobody')}
        </p>
      </section>
      <section className={style.part}>
        <h2>{t('erasure.kept')}</h2>
        {laws.length > 0 ? <LawRows laws={laws} /> : <p className={style.says}>{t('erasure.keptNothing')}</p>}
      </section>
      <Confirm id={id} code={plan.code} purpose={purpose} stands={stands} />
    </>
  )
}

/** While a contract stands: what ends now all the same, and what stays until the contract ends. */
function Standing({ plan, contracts }: { plan: ErasurePlan; contracts: readonly Kept[] }) {
  const { t } = useWords()
  const ends = plan.ends ?? []
  return (
    <>
      <Note tone="mind" title={t('erasure.contractTitle')}>
        {t('erasure.contractSays')}
      </Note>
      <section className={style.part}>
        <h2>{t('erasure.endsNow')}</h2>
        {ends.length === 0 && <p className={style.says}>{t('erasure.endsNothing')}</p>}
        <ul className={style.kept}>
          {ends.map(({ purpose, title }) => (
            <li key={purpose}>{title}</li>
          ))}
        </ul>
      </section>
      <section className={style.part}>
        <h2>{t('erasure.staysUntil')}</h2>
        <ContractRows contracts={contracts} />
      </section>
    </>
  )
}

interface ConfirmProps {
  id: string
  code: string
  purpose: string | undefined
  /** A contract with them stands. */
  stands: boolean
}

function Confirm({ id, code, purpose, stands }: ConfirmProps) {
  const { t } = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [, follow] = useFollowedErasures()
  const [reason, setReason] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const fits = typed.trim().toLocaleUpperCase() === code.toLocaleUpperCase()
  const erase = useMutation({
    mutationFn: () =>
      call<Erasure>(`/people/${id}/erasure`, {
        method: 'POST',
        purpose,
        body: { reason: t(`erasure.reason.${reason as (typeof REASONS)[number]}`), code: typed.trim() },
      }),
    onSuccess: async (erasure) => {
      follow((before) => [...before, erasure.id])
      queries.removeQueries({ queryKey: ['person', id] })
      void queries.invalidateQueries({ queryKey: ['people'] })
      await navigate({ to: '/erasures/$id', params: { id: erasure.id } })
    },
  })
  return (
    <form
      className={style.part}
      onSubmit={(event) => {
        event.preventDefault()
        if (fits && reason) erase.mutate()
      }}
    >
      <Note tone="bad" title={t('erasure.final')}>
        {t(stands ? 'erasure.finalLater' : 'erasure.finalSays')}
      </Note>
      <Select
        mt="md"
        label={t('erasure.why')}
        data={REASONS.map((one) => ({ value: one, label: t(`erasure.reason.${one}`) }))}
        value={reason}
        onChange={setReason}
      />
      <TextInput
        mt="md"
        label={
          <>
            {t('erasure.type')} <span className={style.code}>{code}</span>
          </>
        }
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {erase.error && <RefusedNote error={erase.error} />}
      <div className={style.buttons}>
        <Button type="submit" color="red" disabled={!fits || !reason} loading={erase.isPending}>
          {t(stands ? 'erasure.eraseLater' : 'erasure.erase')}
        </Button>
        <Button component={Link} to={`/people/${id}`} variant="subtle">
          {t('erasure.keep')}
        </Button>
      </div>
    </form>
  )
}
