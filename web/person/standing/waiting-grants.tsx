import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Part } from '../../../ui/marks.tsx'
import { call } from '../../api.ts'
import { usePurposeById } from '../../grants/purposes.ts'
import { usePurpose } from '../../purpose/use-purpose.ts'
import { useSession } from '../../session/session.ts'
import type { Grant } from '../../shapes.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import { GrantCard } from './grant-card.tsx'
import style from './standing.module.css'

/** Grants that open nothing until a second person has looked at the document. */
export function WaitingGrants({ id, grants }: { id: string; grants: readonly Grant[] }) {
  const { t } = useWords()
  if (grants.length === 0) return null
  return (
    <section className={style.waiting}>
      <Part>{t('check.title')}</Part>
      {grants.map((grant) => (
        <Check key={grant.id} id={id} grant={grant} />
      ))}
    </section>
  )
}

function Check({ id, grant }: { id: string; grant: Grant }) {
  const { t } = useWords()
  const { staff } = useSession()
  const { purpose } = usePurpose('people')
  const byId = usePurposeById()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [early, setEarly] = useState(false)
  const mine = grant.given_by.id === staff.id
  const check = useMutation({
    mutationFn: (decision: 'accept' | 'refuse') =>
      call(`/people/${id}/grants/${grant.id}/check`, {
        method: 'POST',
        purpose: purpose?.id,
        body: { decision, reason: reason.trim() },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['person', id] }),
  })
  const decide = (decision: 'accept' | 'refuse') => {
    setEarly(!reason.trim())
    if (reason.trim()) check.mutate(decision)
  }
  return (
    <div className={style.check}>
      <h3>
        <b>{byId(grant.purpose)?.title ?? grant.purpose}</b>
      </h3>
      <GrantCard grant={grant} />
      {mine ? (
        <p className={style.says}>{t('check.mine')}</p>
      ) : (
        <>
          <Textarea
            mt="xs"
            label={t('check.reason')}
            value={reason}
            autosize
            minRows={1}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={early && !reason.trim() ? t('check.needsReason') : undefined}
          />
          <div className={style.deeds}>
            <Button
              size="compact-sm"
              variant="filled"
              loading={check.isPending}
              onClick={() => decide('accept')}
            >
              {t('check.accept')}
            </Button>
            <Button size="compact-sm" disabled={check.isPending} onClick={() => decide('refuse')}>
              {t('check.refuse')}
            </Button>
          </div>
          {check.error && <RefusedNote error={check.error} />}
        </>
      )}
    </div>
  )
}
