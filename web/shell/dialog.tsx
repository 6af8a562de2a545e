import { Modal, type ModalProps } from '@mantine/core'
import { useWords } from '../words/i18n.ts'

/** A dialog over the page; Escape, the cross and a click beside it close it. */
export function Dialog(props: ModalProps) {
  const { t } = useWords()
  return <Modal {...props} closeButtonProps={{ 'aria-label': t('close') }} />
}
