import type { Holding, Kept } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { contractOf } from './contracts.ts'
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

/** What a law makes us keep: what, until when, which law. */
export function LawRows({ laws }: { laws: readonly Kept[] }) {
  const { t, say, day, list } = useWords()
  const what = ({ fields = [], holding, title }: Kept) =>
    fields.length > 0
      ? list(fields.map((field) => say(`field.${field}`, field).toLocaleLowerCase()))
      : say(`holding.${holding.replaceAll('.', '_')}`, title ?? holding)
  const told = (one: Kept) => {
    const law = one.article ? `${one.law} (${one.article})` : one.law
    if (one.destroyed_at) return t('erasure.keptGone', { law, day: day(one.destroyed_at) })
    return one.until ? t('erasure.keptOne', { day: day(one.until), law }) : t('erasure.keptOpen', { law })
  }
  return (
    <ul className={style.kept}>
      {laws.map((one) => (
        <li key={`${one.holding} ${one.law}`}>
          <b>{what(one)}</b>
          <small>{told(one)}</small>
        </li>
      ))}
    </ul>
  )
}

/** What contracts need that still stand, and until when. */
export function ContractRows({ contracts }: { contracts: readonly Kept[] }) {
  const { t, day } = useWords()
  return (
    <ul className={style.kept}>
      {contracts.map((one) => (
        <li key={one.law}>
          <b>{contractOf(one)}</b>
          <small>
            {one.until ? t('erasure.contractUntil', { day: day(one.until) }) : t('erasure.contractOpen')}
          </small>
        </li>
      ))}
    </ul>
  )
}
