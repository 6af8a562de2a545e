import { useWords } from '../../words/i18n.ts'

/** Languages to choose from; whatever another one is written in, the interface takes it. */
export const TONGUES =
  'de fr es it pt nl pl da sv nb fi cs sk hu ro bg hr sl et lv lt el tr uk ru ar fa he hi bn th vi id ms zh ja ko'.split(
    ' ',
  )

/** 'German' for de, in the words of the reader. */
export function useTongue(): (language: string) => string {
  const { t } = useWords()
  const names = new Intl.DisplayNames(t('lang'), { type: 'language', fallback: 'code' })
  return (language) => names.of(language) ?? language
}
