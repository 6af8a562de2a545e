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
import { BalancingForm } from './balancing-form.tsx'
import { Loaded, SettingFrame } from './frame.tsx'
import style from './settings.module.css'

interface BalancingTest {
  readonly id: string
  readonly purpose: string
  readonly text: string
  readonly written_by: string | null
  readonly written_at: string
  readonly signed_by: string | null
  readonly signed_at: string | null
  readonly ended_at: string | null
  readonly mine: boolean
}

/** Where an interest of ours was weighed against the person's, and a second person agreed. */
export function BalancingPage() {
  const { t } = useWords()
  const [writing, form] = useDisclosure()
  return (
    <SettingFrame
      title={t('settings.balancing.title')}
      says={t('settings.balancing.says')}
      deeds={
        <Button variant="filled" onClick={form.open}>
          {t('settings.balancing.write')}
        </Button>
      }
    >
      <BalancingForm opened={writing} onClose={form.close} />
      <Loaded<Page<BalancingTest>> path="/balancing-tests">
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('settings.balancing.none')} says={t('settings.balancing.noneSays')} />
          ) : (
            <Rows
              label={t('settings.balancing.title')}
              head={[t('settings.balancing.test'), t('settings.balancing.state')]}
            >
              {items.map((test) => (
                <TestRow key={test.id} test={test} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </SettingFrame>
  )
}

function TestRow({ test }: { test: BalancingTest }) {
  const { t, day } = useWords()
  const byId = usePurposeById()
  const written = t('settings.balancing.written', { day: day(test.written_at), name: test.written_by ?? '' })
  return (
    <tr>
      <td>
        <b>{byId(test.purpose)?.title ?? test.purpose}</b>
        <small>{test.text}</small>
        <small>{written}</small>
      </td>
      <td>
        <TestState test={test} />
      </td>
    </tr>
  )
}

function TestState({ test }: { test: BalancingTest }) {
  const { t, day } = useWords()
  const queries = useQueryClient()
  const may = useHasRole('administrator', 'privacy_officer')
  const act = useMutation({
    mutationFn: (deed: 'sign' | 'end') =>
      call(`/balancing-tests/${test.id}/${deed}`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings', '/balancing-tests'] }),
  })
  if (test.ended_at) return <Tag>{t('settings.balancing.ended', { day: day(test.ended_at) })}</Tag>
  const waits = !test.signed_at && (test.mine || !may)
  return (
    <span className={style.buttons}>
      {test.signed_at && (
        <Tag tone="good">
          {t('settings.balancing.signed', { day: day(test.signed_at), name: test.signed_by ?? '' })}
        </Tag>
      )}
      {waits && <Tag>{t('settings.balancing.waits')}</Tag>}
      {!test.signed_at && !waits && (
        <Button size="compact-sm" onClick={() => act.mutate('sign')} loading={act.isPending}>
          {t('settings.balancing.sign')}
        </Button>
      )}
      {may && (
        <Button size="compact-sm" onClick={() => act.mutate('end')} loading={act.isPending}>
          {t('settings.balancing.end')}
        </Button>
      )}
      {act.error && <RefusedNote error={act.error} />}
    </span>
  )
}
