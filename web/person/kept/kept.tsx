import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { Name, Part } from '../../../ui/marks.tsx'
import { call } from '../../api.ts'
import { useSession } from '../../session/session.ts'
import type { KeptCopy } from '../../shapes.ts'
import { Dialog } from '../../shell/dialog.tsx'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import facts from '../facts/facts.module.css'

const PURPOSE = 'legal.retention'

/** What a law makes us keep of this person: opened by the privacy officer alone, with a reason. */
export function KeptByLaw({ personId }: { personId: string }) {
  const { t } = useWords()
  const { purposes, staff } = useSession()
  const [asking, dialog] = useDisclosure()
  const may = staff.roles.includes('privacy_officer') && purposes.some(({ id }) => id === PURPOSE)
  if (!may) return null
  return (
    <section>
      <Part>{t('keptByLaw.title')}</Part>
      <Button size="compact-sm" variant="subtle" className={facts.add} onClick={dialog.open}>
        {t('keptByLaw.open')}
      </Button>
      <Dialog opened={asking} onClose={dialog.close} title={t('keptByLaw.title')}>
        <OpenForm personId={personId} onClose={dialog.close} />
      </Dialog>
    </section>
  )
}

/** Asks for the reason, then shows the copies; they are gone with the dialog. */
function OpenForm({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [copies, setCopies] = useState<readonly KeptCopy[]>()
  // a plain call and no query: what it answers is kept by no cache
  const open = async () => {
    setBusy(true)
    setError(undefined)
    try {
      const body = { person: personId, reason }
      const { items } = await call<{ items: KeptCopy[] }>('/kept', { method: 'POST', purpose: PURPOSE, body })
      setCopies(items)
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }
  if (copies) return <Copies copies={copies} onClose={onClose} />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <Stack gap="sm">
        <p>{t('keptByLaw.says')}</p>
        <TextInput
          label={t('vault.reason')}
          description={t('keptByLaw.reasonSays')}
          required
          withAsterisk={false}
          data-autofocus
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {error !== undefined && <RefusedNote error={error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={busy} disabled={reason.trim() === ''}>
            {t('vault.go')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Copies({ copies, onClose }: { copies: readonly KeptCopy[]; onClose: () => void }) {
  const { t, say, day } = useWords()
  return (
    <Stack gap="sm">
      <div role="status">
        {copies.length === 0 && <p>{t('keptByLaw.none')}</p>}
        {copies.map((copy) => (
          <section key={copy.id}>
            <p>
              <b>{copy.law}</b>
              {copy.article && <small> ({copy.article})</small>}
            </p>
            <p>{copy.until ? t('keptByLaw.until', { day: day(copy.until) }) : t('keptByLaw.stands')}</p>
            <dl>
              {Object.entries(copy.fields).map(([field, value]) => (
                <div key={field} className={facts.row}>
                  <dt>{say(`field.${field}`, field)}</dt>
                  <dd>
                    <Name>{value}</Name>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Group justify="end">
        <Button variant="filled" onClick={onClose} data-autofocus>
          {t('close')}
        </Button>
      </Group>
    </Stack>
  )
}
