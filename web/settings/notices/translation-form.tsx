import { Button, Group, Select, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api.ts'
import type { Notice } from '../../grants/purposes.ts'
import { Dialog } from '../../shell/dialog.tsx'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import style from '../settings.module.css'
import { TONGUES, useTongue } from './tongues.ts'

const SHORTEST = 20

/** Writes a wording in another language; what stands is never changed. */
export function TranslationForm({ notice, onClose }: { notice: Notice | undefined; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog opened={!!notice} onClose={onClose} title={t('settings.notices.language')} size="lg">
      {notice && <Form notice={notice} onClose={onClose} />}
    </Dialog>
  )
}

function Form({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const tongue = useTongue()
  const standing = (notice.texts ?? []).map(({ language }) => language)
  const [language, setLanguage] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const short = text.trim().length < SHORTEST
  const write = useMutation({
    mutationFn: () =>
      call(`/notices/${encodeURIComponent(notice.id)}/texts`, {
        method: 'POST',
        body: { language, text: text.trim() },
      }),
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
        if (language && !short) write.mutate()
      }}
    >
      <Stack gap="sm">
        <blockquote className={style.wording}>{notice.written ?? notice.text}</blockquote>
        <Select
          label={t('settings.notices.which')}
          placeholder={t('settings.notices.choose')}
          data={TONGUES.filter((one) => !standing.includes(one)).map((one) => ({
            value: one,
            label: tongue(one),
          }))}
          value={language}
          onChange={setLanguage}
          searchable
          error={tried && !language ? t('settings.notices.needsLanguage') : undefined}
        />
        <Textarea
          label={t('settings.notices.wording')}
          description={t('settings.notices.sameSays', { place: '{organisation}' })}
          value={text}
          lang={language ?? undefined}
          dir="auto"
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
