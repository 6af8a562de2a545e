import { useWords } from '../words/i18n.ts'

/** Why something is withheld, in a sentence the person could read, and what would change it. */
export function useReason(code: string): { why: string; change: string } {
  const { t, say } = useWords()
  return {
    why: say(`reason.${code}.why`, t('reason.unknown.why')),
    change: say(`reason.${code}.change`, t('reason.unknown.change')),
  }
}
