import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Empty } from '../../ui/empty.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { call } from '../api.ts'
import { usePurposeById } from '../grants/purposes.ts'
import { useSession } from '../session/session.ts'
import { RefusedNote } from '../shell/refused.tsx'
import type { Actor, Page } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { BalancingForm } from './balancing-form.tsx'
import { Loaded, SettingFrame } from './frame.tsx'

export interface BalancingTest {
  readonly id: string
  readonly purpose: string
  readonly text?: string | null
  readonly written_at?: string | null
  readonly written_by?: Actor | null
  readonly signed_at?: string | null
  readonly signed_by?: Actor | null
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
  const { staff } = useSession()
  const byId = usePurposeById()
  const queries = useQueryClient()
  const sign = useMutation({
    mutationFn: () => call(`/balancing-tests/${test.id}/sign`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings', '/balancing-tests'] }),
  })
  const mine = test.written_by?.id === staff.id
  return (
    <tr>
      <td>
        <b>{byId(test.purpose)?.title ?? test.purpose}</b>
        <small>{test.text}</small>
      </td>
      <td>
        {test.signed_at ? (
          <Tag tone="good">{t('settings.balancing.signed', { day: day(test.signed_at) })}</Tag>
        ) : mine ? (
          <Tag>{t('settings.balancing.waits')}</Tag>
        ) : (
          <Button size="compact-sm" onClick={() => sign.mutate()} loading={sign.isPending}>
            {t('settings.balancing.sign')}
          </Button>
        )}
        {sign.error && <RefusedNote error={sign.error} />}
      </td>
    </tr>
  )
}
