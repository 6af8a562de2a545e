import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { Key } from '../../ui/marks.tsx'
import { useWords } from '../words/i18n.ts'
import style from './undo.module.css'

/** The notice stays this long; `z` works as long as it stays. */
const STAYS_MS = 8000
const ID = 'undo'
const TOLD = 'told'

let pending: (() => Promise<void>) | undefined

/** Says what was done and offers to take it back; only where nothing has left the house. */
export function offerUndo(says: string, undo: () => Promise<void>): void {
  pending = undo
  notifications.hide(ID)
  notifications.show({
    id: ID,
    message: <Line says={says} />,
    autoClose: STAYS_MS,
    closeButtonProps: { 'aria-label': i18next.t('close') },
    onClose: () => {
      if (pending === undo) pending = undefined
    },
  })
}

/** Takes back what was done last, if its notice still stands. */
export async function undoLast(): Promise<void> {
  const undo = pending
  if (!undo) return
  pending = undefined
  notifications.hide(ID)
  await undo()
}

/** A short notice of something that was done. */
export function tell(says: string, id = TOLD): void {
  notifications.hide(id)
  notifications.show({
    id,
    message: says,
    autoClose: 4000,
    closeButtonProps: { 'aria-label': i18next.t('close') },
  })
}

/** Takes a short notice away, for a page whose last line has to be seen whole. */
export function hush(): void {
  notifications.hide(TOLD)
}

function Line({ says }: { says: string }) {
  const { t } = useWords()
  return (
    <span className={style.line}>
      <span>{says}</span>
      <Button size="compact-sm" rightSection={<Key bare>z</Key>} onClick={() => void undoLast()}>
        {t('undo')}
      </Button>
    </span>
  )
}
