import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call, Refusal } from '../../api.ts'
import type { Secret } from '../../shapes.ts'
import { Dialog } from '../../shell/dialog.tsx'
import { RefusedNote } from '../../shell/refused.tsx'
import { tell } from '../../shell/undo.tsx'
import { useWords } from '../../words/i18n.ts'
import { asksPassword, beFresh, notFresh } from './fresh.ts'

interface OpenProps {
  personId: string
  purpose: string
  secret: Secret
  opened: boolean
  onClose: () => void
  /** Handed the whole number; nothing here keeps it. */
  onValue: (value: string) => void
}

/** Asks for the password and the reason; they read the reason on their own page. */
export function OpenDialog({ opened, onClose, ...rest }: OpenProps) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('vault.title')}>
      <OpenForm onClose={onClose} {...rest} />
    </Dialog>
  )
}

function OpenForm({ personId, purpose, secret, onClose, onValue }: Omit<OpenProps, 'opened'>) {
  const { t, say } = useWords()
  const [asked] = useState(() => asksPassword())
  const [password, setPassword] = useState('')
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const field = say(`field.${secret.kind}`, secret.kind)
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(undefined)
    try {
      await beFresh(password)
      await work()
      onClose()
    } catch (refused) {
      if (refused instanceof Refusal && refused.code === 'fresh_sign_in_needed') notFresh()
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  // plain calls and no query: what they answer is kept by no cache
  const open = () =>
    attempt(async () => {
      const path = `/people/${personId}/secrets/${secret.id}/open`
      const { value } = await call<{ value: string }>(path, { method: 'POST', purpose, body: { reason } })
      onValue(value)
    })
  const askSecond = () =>
    attempt(async () => {
      await call('/approvals', { method: 'POST', purpose, body: { secrets: [secret.id], reason } })
      tell(t('vault.asked'))
    })
  const needsSecond = error instanceof Refusal && error.code === 'approval_needed'
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <Stack gap="sm">
        <p>{t('vault.says', { field, masked: secret.masked })}</p>
        {(asked || asksPassword()) && (
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
        <TextInput
          label={t('vault.reason')}
          description={t('vault.reasonSays')}
          required
          withAsterisk={false}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {error !== undefined && <RefusedNote error={error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          {needsSecond ? (
            <Button variant="filled" loading={busy} onClick={() => void askSecond()}>
              {t('vault.askSecond')}
            </Button>
          ) : (
            <Button type="submit" variant="filled" loading={busy}>
              {t('vault.go')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
