import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Empty } from '../../ui/empty.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { call } from '../api.ts'
import { usePurposeById } from '../grants/purposes.ts'
import { useHasRole } from '../session/session.ts'
import { RefusedNote } from '../shell/refused.tsx'
import type { Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { Loaded, SettingFrame } from './frame.tsx'
import { LawForm } from './law-form.tsx'
import style from './settings.module.css'

interface Law {
  readonly id: string
  readonly name: string
  readonly article: string
  readonly country: string
  readonly purposes: readonly string[]
  readonly fields: readonly string[]
  readonly months: number
  readonly counted: string
  readonly ships: boolean
  readonly written_by: string | null
  readonly written_at: string
  readonly signed_by: string | null
  readonly signed_at: string | null
  readonly end_asked_at: string | null
  readonly ended_at: string | null
  readonly mine: boolean
  readonly end_mine: boolean
}

/** What laws make us keep after a contract has ended: entered by one, checked by another. */
export function LawsPage() {
  const { t } = useWords()
  const may = useHasRole('administrator', 'privacy_officer')
  const [writing, form] = useDisclosure()
  return (
    <SettingFrame
      title={t('settings.laws.title')}
      says={t('settings.laws.says')}
      deeds={
        may && (
          <Button variant="filled" onClick={form.open}>
            {t('settings.laws.write')}
          </Button>
        )
      }
    >
      <LawForm opened={writing} onClose={form.close} />
      <Loaded<Page<Law>> path="/laws">
        {({ items }) => {
          const own = items.filter(({ ships }) => !ships)
          return own.length === 0 ? (
            <Empty title={t('settings.laws.none')} says={t('settings.laws.noneSays')} />
          ) : (
            <Rows
              label={t('settings.laws.title')}
              first="wide"
              head={[t('settings.laws.law'), t('settings.laws.keeps'), t('settings.laws.state')]}
            >
              {own.map((law) => (
                <LawRow key={law.id} law={law} />
              ))}
            </Rows>
          )
        }}
      </Loaded>
    </SettingFrame>
  )
}

function LawRow({ law }: { law: Law }) {
  const { t, say, day, list } = useWords()
  const byId = usePurposeById()
  const titles = law.purposes.map((purpose) => byId(purpose)?.title ?? purpose)
  const term = law.counted === 'end' ? 'settings.laws.fromEnd' : 'settings.laws.fromYear'
  return (
    <tr>
      <td>
        <b>{law.name}</b>
        <small>
          {law.article}, {law.country}
        </small>
        <small>{t('settings.laws.written', { day: day(law.written_at), name: law.written_by ?? '' })}</small>
      </td>
      <td>
        <span className={style.first}>
          {list(law.fields.map((field) => say(`field.${field}`, field).toLocaleLowerCase()))}
        </span>
        <small>{t('settings.laws.of', { who: list(titles) })}</small>
        <small>{t(term, { n: law.months })}</small>
      </td>
      <td>
        <LawState law={law} />
      </td>
    </tr>
  )
}

function LawState({ law }: { law: Law }) {
  const { t, day } = useWords()
  const queries = useQueryClient()
  const may = useHasRole('administrator', 'privacy_officer')
  const act = useMutation({
    mutationFn: (deed: 'sign' | 'end') => call(`/laws/${law.id}/${deed}`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings', '/laws'] }),
  })
  if (law.ended_at) return <Tag>{t('settings.laws.ended', { day: day(law.ended_at) })}</Tag>
  const waits = law.signed_at ? law.end_asked_at !== null && law.end_mine : law.mine || !may
  return (
    <span className={style.buttons}>
      {law.signed_at && (
        <Tag tone="good">
          {t('settings.laws.signed', { day: day(law.signed_at), name: law.signed_by ?? '' })}
        </Tag>
      )}
      {waits && <Tag>{t(law.signed_at ? 'settings.laws.endWaits' : 'settings.laws.waits')}</Tag>}
      {!law.signed_at && !waits && (
        <Button size="compact-sm" onClick={() => act.mutate('sign')} loading={act.isPending}>
          {t('settings.laws.sign')}
        </Button>
      )}
      {may && !(law.signed_at && waits) && (
        <Button size="compact-sm" onClick={() => act.mutate('end')} loading={act.isPending}>
          {t(endWords(law))}
        </Button>
      )}
      {act.error && <RefusedNote error={act.error} />}
    </span>
  )
}

function endWords({ signed_at, end_asked_at }: Law) {
  if (!signed_at) return 'settings.laws.takeBack'
  return end_asked_at ? 'settings.laws.endToo' : 'settings.laws.end'
}
