import type { ReactNode } from 'react'
import { LANGUAGES, isLanguage, tryLanguage } from './setup.ts'
import { useSpoken, useWords } from './words.ts'

/** The language as a plain word that opens into the others. */
export function LanguageMenu(): ReactNode {
  const { t } = useWords()
  const spoken = useSpoken()
  const choose = (value: string) => {
    if (isLanguage(value)) tryLanguage(value)
  }
  return (
    <span className="languages">
      <select aria-label={t('menu.language')} value={spoken} onChange={(event) => choose(event.target.value)}>
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </span>
  )
}
