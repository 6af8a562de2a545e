import { Dialog } from '../shell/dialog.tsx'
import { Button, Group, Select, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'
import { useGrantable } from '../grants/purposes.ts'
import { RefusedNote } from '../shell/refused.tsx'
import { useWords } from '../words/i18n.ts'

/** A weighing has to be readable, not a word. */
const SHORTEST = 40

/** Writes a balancing test; it counts once a second person has signed it. */
export function BalancingForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('settings.balancing.write')} size="lg">
      <Form onClose={onClose} />
    </Dialog>
  )
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const purposes = useGrantable().filter((purpose) => purpose.bases?.includes('legitimate_interest'))
  const [purpose, setPurpose] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const short = text.trim().length < SHORTEST
  const write = useMutation({
    mutationFn: () => call('/balancing-tests', { method: 'POST', body: { purpose, text: text.trim() } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['settings', '/balancing-tests'] })
      onClose()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (purpose && !short) write.mutate()
      }}
    >
      <Stack gap="sm">
        <Select
          label={t('settings.balancing.purpose')}
          data={purposes.map((one) => ({ value: one.id, label: one.title }))}
          value={purpose}
          onChange={setPurpose}
        />
        <Textarea
          label={t('settings.balancing.text')}
          description={t('settings.balancing.textSays')}
          value={text}
          autosize
          minRows={6}
          maxLength={10_000}
          error={tried && short ? t('settings.balancing.tooShort', { n: SHORTEST }) : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {write.error && <RefusedNote error={write.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" disabled={!purpose} loading={write.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
