import { foldText } from '../../core/fold.ts'

const YES = new Set(
  `yes y true t 1 x on wahr ja j jawohl oui o vrai si s verdadero cierto sim vero tak t ano igen kylla jah ja da evet
  nai да так 是 はい 예 ✓ ✔ ☑ checked ticked`.split(/\s+/u),
)
const NO = new Set(
  `no n false f 0 off falsch nein non faux falso nao nee nej ei ne nie nei nem hayir oxi нет ні 否 いいえ 아니요 - – —
  none null nil undefined n/a na leer keine aucun ninguno ☐ ✗ unchecked never`.split(/\s+/u),
)

/** What a cell says to a question of yes or no, in the languages exports come in; null where it says neither. */
export function readYesNo(text: string): boolean | null {
  if (text.length > 40) return null
  const word = foldText(text.trim())
  if (YES.has(word)) return true
  return NO.has(word) || word.startsWith('0000-00-00') ? false : null
}
