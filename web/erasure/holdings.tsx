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

/** What a law makes us keep: what, which law, until when. */
export function KeptRows({ kept }: { kept: readonly Kept[] }) {
  const { t, say, day } = useWords()
  return (
    <ul>
      {kept.map((one) => (
        <li key={`${one.holding} ${one.law}`}>
          {t('erasure.keptOne', {
            what: say(`holding.${one.holding.replaceAll('.', '_')}`, one.title ?? one.holding),
            day: day(one.until),
            law: one.law,
          })}
        </li>
      ))}
    </ul>
  )
}
