import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Rows } from '../../ui/rows.tsx'
import { call } from '../api.ts'
import { asksPassword, beFresh } from '../person/secrets/fresh.ts'
import { useOpeningPurpose } from '../person/secrets/opener.ts'
import type { Approval } from '../shapes.ts'
import { Dialog } from '../shell/dialog.tsx'
import { Refused, RefusedNote } from '../shell/refused.tsx'
import { useWords } from '../words/i18n.ts'
import { SettingFrame } from './frame.tsx'

const KEY = ['settings', '/approvals']

/** What colleagues want to open and need a second person for. */
export function ApprovalsPage() {
  const { t } = useWords()
  const purpose = useOpeningPurpose()
  return (
    <SettingFrame title={t('settings.approvals.title')} says={t('settings.approvals.says')}>
      {purpose ? (
        <Waiting purpose={purpose} />
      ) : (
        <Empty title={t('settings.approvals.nobody')} says={t('settings.approvals.nobodySays')} />
      )}
    </SettingFrame>
  )
}

function Waiting({ purpose }: { purpose: string }) {
  const { t } = useWords()
  const { data, error, refetch } = useQuery({
    queryKey: [...KEY, purpose],
    queryFn: ({ signal }) => call<{ items: readonly Approval[] }>('/approvals', { purpose, signal }),
  })
  if (error) return <Refused error={error} onAgain={() => void refetch()} />
  if (!data) return null
  if (data.items.length === 0)
    return <Empty title={t('settings.approvals.none')} says={t('settings.approvals.noneSays')} />
  return (
    <Rows
      label={t('settings.approvals.title')}
      head={[t('settings.approvals.what'), t('settings.approvals.state')]}
    >
      {data.items.map((approval) => (
        <ApprovalRow key={approval.id} approval={approval} purpose={purpose} />
      ))}
    </Rows>
  )
}

function ApprovalRow({ approval, purpose }: { approval: Approval; purpose: string }) {
  const { t, moment } = useWords()
  const [deciding, setDeciding] = useState(false)
  const { yours, asked_by, secrets, state, reason } = approval
  const people = [...new Set(secrets.map(({ person_id }) => person_id))]
  const count = secrets.length
  return (
    <tr>
      <td>
        <b>
          {yours
            ? t('settings.approvals.yours', { count })
            : t('settings.approvals.asks', { count, name: asked_by.name ?? '' })}
        </b>
        <small>{reason}</small>
        {people.map((id) => (
          <small key={id}>
            <Link to="/people/$id" params={{ id }}>
              {t('settings.approvals.see')}
            </Link>
          </small>
        ))}
      </td>
      <td>
        {state === 'waiting' && !yours ? (
          <Button size="compact-sm" onClick={() => setDeciding(true)}>
            {t('settings.approvals.decide')}
          </Button>
        ) : (
          <Tag tone={state === 'approved' ? 'good' : 'plain'}>{t(`settings.approvals.${state}`)}</Tag>
        )}
        <small>{t('settings.approvals.until', { at: moment(approval.ends_at) })}</small>
        <Dialog
          opened={deciding}
          onClose={() => setDeciding(false)}
          title={t('settings.approvals.asks', { count, name: asked_by.name ?? '' })}
        >
          <Decide approval={approval} purpose={purpose} onDone={() => setDeciding(false)} />
        </Dialog>
      </td>
    </tr>
  )
}

function Decide({ approval, purpose, onDone }: { approval: Approval; purpose: string; onDone: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [asked] = useState(() => asksPassword())
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const decide = async (decision: 'approve' | 'refuse') => {
    setBusy(true)
    setError(undefined)
    try {
      await beFresh(password)
      await call(`/approvals/${approval.id}/decision`, { method: 'POST', purpose, body: { decision } })
      await queries.invalidateQueries({ queryKey: KEY })
      onDone()
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void decide('approve')
      }}
    >
      <Stack gap="sm">
        <p>{approval.reason}</p>
        <p>{t('settings.approvals.decideSays')}</p>
        {asked && (
          <PasswordInput
            label={t('vault.password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          />
        )}
        {error !== undefined && <RefusedNote error={error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" loading={busy} onClick={() => void decide('refuse')}>
            {t('settings.approvals.refuse')}
          </Button>
          <Button type="submit" variant="filled" loading={busy}>
            {t('settings.approvals.agree')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
