import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Part } from '../../../ui/marks.tsx'
import { call } from '../../api.ts'
import { usePurposeById } from '../../grants/purposes.ts'
import { useOpens } from '../../purpose/purpose-label.tsx'
import { useHasRole } from '../../session/session.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import style from '../settings.module.css'
import { type OwnPurpose, readAnew } from './own.ts'

/** Purposes that are none until a second person has read them through. */
export function WaitingPurposes({ items }: { items: readonly OwnPurpose[] }) {
  const { t } = useWords()
  if (items.length === 0) return null
  return (
    <section className={style.waiting}>
      <Part>{t('check.title')}</Part>
      {items.map((own) => (
        <Waiting key={own.id} own={own} />
      ))}
    </section>
  )
}

function Waiting({ own }: { own: OwnPurpose }) {
  const { t, say, list, day } = useWords()
  const opens = useOpens()
  const above = usePurposeById()(own.parent)
  const may = useHasRole('administrator', 'privacy_officer')
  return (
    <article className={style.proposal}>
      <h3>
        <b>{own.title}</b>
      </h3>
      <p>{t('grant.says', { says: own.says })}</p>
      <dl className={style.terms}>
        <dt>{t('settings.purposes.below')}</dt>
        <dd>{above?.title ?? own.parent}</dd>
        <dt>{t('settings.purposes.opensWhat')}</dt>
        <dd>
          {own.opens.length > 0
            ? opens({ ...own, id: own.purpose, roles: own.roles })
            : t('settings.purposes.nothing')}
        </dd>
        <dt>{t('settings.purposes.who')}</dt>
        <dd>{list(own.roles.map((role) => say(`role.${role}`, role)))}</dd>
        <dt>{t('grant.basis')}</dt>
        <dd>{list(own.bases.map((basis) => say(`basis.${basis}`, basis)))}</dd>
        <dt>{t('settings.purposes.kept')}</dt>
        <dd>{own.kept}</dd>
      </dl>
      {own.wording && <blockquote className={style.wording}>{own.wording}</blockquote>}
      <p className={style.quiet}>
        {t('settings.purposes.written', { day: day(own.proposed_at), name: own.proposed_by ?? '' })}
      </p>
      {own.mine ? <p className={style.quiet}>{t('settings.purposes.mine')}</p> : may && <Check id={own.id} />}
    </article>
  )
}

function Check({ id }: { id: string }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [early, setEarly] = useState(false)
  const check = useMutation({
    mutationFn: (decision: 'accept' | 'refuse') =>
      call(`/purposes/own/${id}/check`, { method: 'POST', body: { decision, reason: reason.trim() } }),
    onSuccess: () => readAnew(queries),
  })
  const decide = (decision: 'accept' | 'refuse') => {
    setEarly(!reason.trim())
    if (reason.trim()) check.mutate(decision)
  }
  return (
    <>
      <Textarea
        label={t('settings.purposes.reason')}
        value={reason}
        autosize
        minRows={1}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={early && !reason.trim() ? t('settings.purposes.needsReason') : undefined}
      />
      <div className={style.buttons}>
        <Button size="compact-sm" variant="filled" loading={check.isPending} onClick={() => decide('accept')}>
          {t('settings.purposes.accept')}
        </Button>
        <Button size="compact-sm" disabled={check.isPending} onClick={() => decide('refuse')}>
          {t('settings.purposes.refuse')}
        </Button>
      </div>
      {check.error && <RefusedNote error={check.error} />}
    </>
  )
}
