import { onceKey } from '../../once.ts'
import { Dialog } from '../../shell/dialog.tsx'
import { Button, Group, Select, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../api.ts'
import { asGrant, EMPTY, missingIn } from '../../grants/draft.ts'
import { GrantFields } from '../../grants/grant-fields.tsx'
import { useGrantable } from '../../grants/purposes.ts'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Grant } from '../../shapes.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { tell } from '../../shell/undo.tsx'
import { useWords } from '../../words/i18n.ts'

interface GiveProps {
  id: string
  opened: boolean
  purpose: string | undefined
  onClose: () => void
}

/** Records what the person agreed to, with the words they saw and how they said so. */
export function GiveDialog({ id, opened, purpose, onClose }: GiveProps) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('give.title')} size="lg">
      <GiveForm id={id} purpose={purpose} onClose={onClose} />
    </Dialog>
  )
}

function GiveForm({ id, purpose, onClose }: Omit<GiveProps, 'opened'>) {
  const { t } = useWords()
  const { purpose: working } = usePurpose('people')
  const queries = useQueryClient()
  const grantable = useGrantable()
  const [draft, setDraft] = useState({ ...EMPTY, purpose: purpose ?? '' })
  const [tried, setTried] = useState(false)
  const [once] = useState(onceKey)
  useEffect(() => setDraft({ ...EMPTY, purpose: purpose ?? '' }), [purpose])
  const chosen = grantable.find((one) => one.id === draft.purpose)
  const give = useMutation({
    mutationFn: () =>
      call<Grant>(`/people/${id}/grants`, {
        method: 'POST',
        purpose: working?.id,
        once,
        body: asGrant(draft),
      }),
    onSuccess: async (grant) => {
      await queries.invalidateQueries({ queryKey: ['person', id] })
      tell(grant?.state === 'waiting' ? t('give.waits') : t('give.done'))
      onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.keys(missingIn(draft)).length === 0) give.mutate()
      }}
    >
      <Stack gap="sm">
        <Select
          label={t('give.purpose')}
          description={chosen ? t('grant.says', { says: chosen.says }) : undefined}
          data={grantable.map((one) => ({ value: one.id, label: one.title }))}
          placeholder={t('give.choose')}
          value={draft.purpose || null}
          onChange={(value) => setDraft({ ...EMPTY, purpose: value ?? '' })}
          error={tried && !draft.purpose ? t('give.needsPurpose') : undefined}
        />
        {chosen && <GrantFields purpose={chosen} draft={draft} onChange={setDraft} tried={tried} />}
        {give.error && <RefusedNote error={give.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={give.isPending}>
            {t('give.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
