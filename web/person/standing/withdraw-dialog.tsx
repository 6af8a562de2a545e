import { Dialog } from '../../shell/dialog.tsx'
import { Button, Group, Radio, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../api.ts'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Standing } from '../../shapes.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { tell } from '../../shell/undo.tsx'
import { useWords } from '../../words/i18n.ts'

interface WithdrawProps {
  id: string
  opened: boolean
  purpose: string | undefined
  standing: readonly Standing[]
  onClose: () => void
}

/** Records that the person no longer wants something. It counts at once and is not taken back. */
export function WithdrawDialog({ opened, onClose, ...rest }: WithdrawProps) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('withdraw.title')}>
      <WithdrawForm onClose={onClose} {...rest} />
    </Dialog>
  )
}

function WithdrawForm({ id, purpose, standing, onClose }: Omit<WithdrawProps, 'opened'>) {
  const { t } = useWords()
  const { purpose: working } = usePurpose('people')
  const queries = useQueryClient()
  const [which, setWhich] = useState(purpose ?? '')
  useEffect(() => setWhich(purpose ?? ''), [purpose])
  const endable = standing.filter(
    (one) => (one.allowed && one.reason !== 'by_law') || one.reason === 'waiting',
  )
  const withdraw = useMutation({
    mutationFn: () =>
      call(`/people/${id}/withdrawals`, { method: 'POST', purpose: working?.id, body: { purpose: which } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['person', id] })
      await queries.invalidateQueries({ queryKey: ['people'] })
      tell(t('withdraw.done'))
      onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (which) withdraw.mutate()
      }}
    >
      <Stack gap="sm">
        <p>{t('withdraw.says')}</p>
        <Radio.Group label={t('withdraw.which')} value={which} onChange={setWhich}>
          <Stack gap={6} mt={4}>
            {endable.map((one) => (
              <Radio key={one.purpose} value={one.purpose} label={one.title} size="xs" />
            ))}
            <Radio value="all" label={t('withdraw.all')} description={t('withdraw.allSays')} size="xs" />
          </Stack>
        </Radio.Group>
        {withdraw.error && <RefusedNote error={withdraw.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={withdraw.isPending} disabled={!which}>
            {t('withdraw.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
