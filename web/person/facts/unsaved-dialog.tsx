import { Button, Group, Stack } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { Dialog } from '../../shell/dialog.tsx'
import { useWords } from '../../words/i18n.ts'

/** Who leaves the page while something is not saved is asked first, and so is who closes it. */
export function UnsavedDialog({ fields }: { fields: readonly string[] }) {
  const { t, say, list } = useWords()
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: elsewhere,
    disabled: fields.length === 0,
    withResolver: true,
  })
  const names = fields.map((field) => say(`field.${field}`, field).toLocaleLowerCase())
  return (
    <Dialog opened={status === 'blocked'} onClose={() => reset?.()} title={t('facts.unsaved.title')}>
      <Stack gap="sm">
        <p>{t('facts.unsaved.says', { what: list(names) })}</p>
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={() => proceed?.()}>
            {t('facts.unsaved.leave')}
          </Button>
          <Button variant="filled" onClick={() => reset?.()} data-autofocus>
            {t('facts.unsaved.stay')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

/** Another purpose or view of the same page is no way out of it. */
function elsewhere({
  current,
  next,
}: {
  current: { pathname: string }
  next: { pathname: string }
}): boolean {
  return current.pathname !== next.pathname
}
