import type { Holding, Kept } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import style from './erasure.module.css'

/** What holds something of this person, how many, and what becomes of it. */
export function Holdings({ holdings }: { holdings: readonly Holding[] }) {
  const { t, say, number } = useWords()
  const some = holdings.filter(({ count }) => count > 0)
  if (some.length === 0) return <p className={style.says}>{t('erasure.nothing')}</p>
  return (
    <table className={style.rows}>
      <tbody>
        {some.map((one) => (
          <tr key={`${one.holding} ${one.fate}`}>
            <th scope="row">
              {say(`holding.${one.holding.replaceAll('.', '_')}`, one.title ?? one.holding)}
            </th>
            <td>{number(one.count)}</td>
            <td>{one.fate ? say(`fate.${one.fate}`, one.fate) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What a law or a contract makes us keep: what, which law, until when. */
export function KeptRows({ kept }: { kept: readonly Kept[] }) {
  const { t, say, day, list } = useWords()
  const what = ({ fields = [], holding, title }: Kept) =>
    fields.length > 0
      ? list(fields.map((field) => say(`field.${field}`, field)))
      : say(`holding.${holding.replaceAll('.', '_')}`, title ?? holding)
  const told = (one: Kept) => {
    const law = one.article ? `${one.law} (${one.article})` : one.law
    if (one.destroyed_at) return t('erasure.keptGone', { what: what(one), law, day: day(one.destroyed_at) })
    const until = one.until ? day(one.until) : ''
    if (one.basis === 'contract')
      return one.until
        ? t('erasure.keptContract', { law, day: until })
        : t('erasure.keptContractOpen', { law })
    return one.until
      ? t('erasure.keptOne', { what: what(one), day: until, law })
      : t('erasure.keptOpen', { what: what(one), law })
  }
  return (
    <ul>
      {kept.map((one) => (
        <li key={`${one.holding} ${one.law}`}>{told(one)}</li>
      ))}
    </ul>
  )
}
