import { Button, Group, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api.ts'
import { Dialog } from '../../shell/dialog.tsx'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import style from '../settings.module.css'
import { type OwnPurpose, readAnew } from './own.ts'

/** Ends a purpose of our own, said in full first. */
export function EndPurpose({ own }: { own: OwnPurpose }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [asking, dialog] = useDisclosure()
  const end = useMutation({
    mutationFn: () => call(`/purposes/own/${own.id}/end`, { method: 'POST', body: {} }),
    onSuccess: async () => {
      dialog.close()
      await readAnew(queries)
    },
  })
  return (
    <div className={style.below}>
      <Button
        size="compact-sm"
        onClick={dialog.open}
        aria-label={t('settings.purposes.endOne', { title: own.title })}
      >
        {t('settings.purposes.end')}
      </Button>
      <Dialog
        opened={asking}
        onClose={dialog.close}
        title={t('settings.purposes.endOne', { title: own.title })}
      >
        <Stack gap="sm">
          <p>{t('settings.purposes.endSays')}</p>
          {end.error && <RefusedNote error={end.error} />}
          <Group justify="end" gap="xs">
            <Button variant="subtle" onClick={dialog.close}>
              {t('cancel')}
            </Button>
            <Button color="red" loading={end.isPending} onClick={() => end.mutate()}>
              {t('settings.purposes.end')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </div>
  )
}
