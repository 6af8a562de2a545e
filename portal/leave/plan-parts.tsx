import { useState, type ReactNode } from 'react'
import { Part } from '../frame.tsx'
import { day, listOf } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import { together } from '../letter/facts.ts'
import { plainName } from '../letter/sources.ts'
import type { Holding, Kept, Plan } from '../shapes.ts'

/** While a contract stands: what ends at once all the same. */
export function Ends(props: {
  ends: NonNullable<Plan['ends']>
  contracts: NonNullable<Plan['contracts']>
}): ReactNode {
  const { t } = useWords()
  if (props.contracts.length === 0 || props.ends.length === 0) return null
  return (
    <Part title={t('leave.ends')}>
      <ul className="rows">
        {props.ends.map((one) => (
          <li key={one.purpose} className="row">
            <h3>{nameOf(t, `purpose.${one.purpose}`, one.title)}</h3>
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** What will be destroyed, holding by holding. What holds nothing of this person is left out. */
export function Gone(props: { holdings: readonly Holding[]; contract: boolean }): ReactNode {
  const { t } = useWords()
  return (
    <Part id="gone" title={t('leave.gone')}>
      {props.contract && <p className="lead">{t('leave.gone_contract')}</p>}
      <Holdings holdings={props.holdings} />
      <p className="small apart">{t('leave.key_says')}</p>
    </Part>
  )
}

/** What is destroyed, with its count. What stays is told by `Stays`. */
export function Holdings(props: { holdings: readonly Holding[] }): ReactNode {
  const { t, language } = useWords()
  const some = props.holdings
    .filter(({ count, fate }) => count > 0 && fate === 'destroyed')
    .toSorted((a, b) => place(a) - place(b))
  return (
    <table className="counts">
      <thead className="unseen">
        <tr>
          <th scope="col">{t('holding.what')}</th>
          <th scope="col">{t('holding.count')}</th>
        </tr>
      </thead>
      <tbody>
        {some.map((one) => (
          <tr key={one.holding}>
            <th scope="row">{holdingName(t, one)}</th>
            <td>{new Intl.NumberFormat(language).format(one.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What people know of comes first, what only our system needs comes after it. */
const KNOWN = [
  ...['persons', 'sealed_values', 'secrets', 'notes', 'messages', 'files', 'outbox', 'grants', 'sources'],
]

function place({ holding }: Holding): number {
  const at = KNOWN.indexOf(holding)
  return at < 0 ? KNOWN.length : at
}

interface StaysProps {
  readonly title?: string
  readonly kept: readonly Kept[]
  /** Those among them that are not destroyed stay as well, though nothing in them leads to the person. */
  readonly holdings?: readonly Holding[]
}

/** What a law makes us keep: what, until when, and because of what. */
export function Stays(props: StaysProps): ReactNode {
  const { t, language } = useWords()
  // the copies are told one by one
  const others = (props.holdings ?? []).filter(
    ({ holding, count, fate }) => count > 0 && fate !== 'destroyed' && holding !== 'kept_copies',
  )
  return (
    <Part id="stays" title={props.title ?? t('leave.stays')}>
      {props.kept.length + others.length === 0 && <p className="lead">{t('leave.stays_none')}</p>}
      <ul className="rows">
        {props.kept.map((one) => (
          <li key={`${one.holding}-${one.law}`} className="row">
            <h3>{keptName(t, one)}</h3>
            <p className="small">{keptTold(t, one, language)}</p>
          </li>
        ))}
        {others.map((one) => (
          <li key={one.holding} className="row">
            <h3>{holdingName(t, one)}</h3>
            <p className="small">{nameOf(t, `fate.${one.fate}`, one.fate)}</p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** What the copy holds, by our names for the fields. */
function keptName(t: Tell, one: Kept): string {
  const fields = together(one.fields ?? []).map((field) => nameOf(t, `field.${field}`, plainName(field)))
  return fields.length > 0 ? fields.join(' · ') : holdingName(t, one)
}

/** Why it stays, and until when; or that its day has come. */
export function keptTold(t: Tell, one: Kept, language: string): string {
  if (one.destroyed_at) return t('leave.stays_gone', { date: day(one.destroyed_at, language) })
  if (one.basis === 'contract')
    return one.until
      ? t('leave.contract_until', { date: day(one.until, language) })
      : t('leave.contract_open')
  const law = one.article ? `${one.law} (${one.article})` : one.law
  const until = one.until ? t('leave.stays_until', { date: day(one.until, language) }) : t('leave.stays_open')
  return `${t('leave.because', { law })} ${until}`
}

/** Who outside is told to destroy what they received. */
export function Told(props: { recipients: Plan['recipients'] }): ReactNode {
  const { t, language } = useWords()
  const names = props.recipients.map(({ name }) => name)
  return (
    <Part id="told" title={t('leave.told')}>
      <p className="lead">
        {names.length === 0
          ? t('leave.told_none')
          : t('leave.told_says', { names: listOf(names, language), count: names.length })}
      </p>
    </Part>
  )
}

/** Until when an old copy of the key could exist. */
export function OldCopies(props: { until: string | null | undefined }): ReactNode {
  const { t, language } = useWords()
  if (!props.until) return null
  return (
    <Part title={t('leave.copies')}>
      <p className="lead">{t('leave.copies_says', { date: day(props.until, language) })}</p>
    </Part>
  )
}

/** The address of the receipt, shown before anything begins, because afterwards nobody could send it. */
export function KeepAddress(props: { id: string }): ReactNode {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const path = `/receipt/${props.id}`
  const address = new URL(path, location.href).href
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <Part title={t('leave.keep')}>
      <p className="lead">{t('leave.keep_says')}</p>
      <p className="address" dir="ltr">
        <a href={path} target="_blank" rel="noreferrer">
          {address}
        </a>
      </p>
      {'clipboard' in navigator && (
        <p className="acts">
          <button type="button" className="button" onClick={() => void copy()}>
            {t('leave.copy_address')}
          </button>
          <span role="status">{copied && t('leave.copied')}</span>
        </p>
      )}
    </Part>
  )
}

/** A holding by our own name for it in this language, else as the server calls it. */
function holdingName(t: Tell, one: { holding: string; title?: string | null }): string {
  return asTitle(nameOf(t, `holding.${one.holding}`, one.title ?? one.holding.replaceAll(/[_.]/g, ' ')))
}

function asTitle(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}
