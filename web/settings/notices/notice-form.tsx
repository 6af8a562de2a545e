import { Button, Group, Select, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import { type Notice, useGrantable } from '../../grants/purposes.ts'
import { Dialog } from '../../shell/dialog.tsx'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'

/** A wording has to say what for and that it can be stopped; less than this cannot. */
const SHORTEST = 20

interface NoticeFormProps {
  opened: boolean
  /** The version it follows; its words stand there to begin with. */
  from: Notice | undefined
  onClose: () => void
}

/** Writes a new version of a wording. */
export function NoticeForm({ opened, from, onClose }: NoticeFormProps) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('settings.notices.write')} size="lg">
      <Form key={from?.id} from={from} onClose={onClose} />
    </Dialog>
  )
}

function Form({ from, onClose }: Omit<NoticeFormProps, 'opened'>) {
  const { t } = useWords()
  const queries = useQueryClient()
  const purposes = useGrantable().filter((purpose) => purpose.bases?.includes('consent'))
  const [purpose, setPurpose] = useState<string | null>(from?.purpose ?? null)
  const [text, setText] = useState(from?.written ?? '')
  const [tried, setTried] = useState(false)
  const short = text.trim().length < SHORTEST
  const write = useMutation({
    mutationFn: () => call('/notices', { method: 'POST', body: { purpose, text: text.trim() } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['settings', '/notices'] })
      await queries.invalidateQueries({ queryKey: ['notices'] })
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
          label={t('settings.notices.purpose')}
          placeholder={t('give.choose')}
          data={purposes.map((one) => ({ value: one.id, label: one.title }))}
          value={purpose}
          onChange={setPurpose}
          error={tried && !purpose ? t('give.needsPurpose') : undefined}
        />
        <Textarea
          label={t('settings.notices.wording')}
          description={t('settings.notices.wordingSays', { place: '{organisation}' })}
          value={text}
          autosize
          minRows={4}
          maxLength={4000}
          onChange={(event) => setText(event.currentTarget.value)}
          error={tried && short ? t('settings.notices.tooShort') : undefined}
        />
        {write.error && <RefusedNote error={write.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={write.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
