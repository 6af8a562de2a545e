import { useWords } from '../words/i18n.ts'

/** For how long, in words: the registry's term (core/purposes.ts), or the sentence the server has for it. */
export function useTerm(): (term: unknown) => string {
  const { t } = useWords()
  return (term) => {
    if (typeof term === 'string') return term
    if (typeof term !== 'object' || term === null) return ''
    const { months, after, until } = term as { months?: number; after?: string; until?: string }
    if (until === 'relation') return t('term.relation')
    if (until === 'open') return t('term.open')
    if (until === 'grant') return t('term.grant')
    if (months === undefined) return ''
    return after === 'last_word' ? t('term.lastWord', { count: months }) : t('term.months', { count: months })
  }
}
