import type { ReactNode } from 'react'
import { day, moment } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import { fromTold } from '../letter/sources.ts'
import type { Source } from '../shapes.ts'

/**
 * Any part of the export as a person reads it: lists as lists, named values as pairs, times as days. It draws whatever
 * the export holds, so that nothing in the file can be missing on the paper.
 */
export function Told(props: { value: unknown; name?: string }): ReactNode {
  const { t, language } = useWords()
  const { value } = props
  if (value === null || value === undefined || value === '')
    return <span className="small">{t('copy.empty')}</span>
  if (typeof value === 'boolean') return t(value ? 'copy.yes' : 'copy.no')
  if (typeof value === 'string') return <bdi dir="auto">{readable(value, language)}</bdi>
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return <List items={value} />
  if (isSourced(value)) return <Sourced of={value} />
  return <Pairs of={value} />
}

/** A value with where it came from, in the words of the letter. */
function Sourced(props: { of: SourcedValue }): ReactNode {
  const { t, language } = useWords()
  return (
    <>
      <Told value={props.of.value} />
      <span className="small">{fromTold(t, language, props.of.source)}</span>
      {Array.isArray(props.of.earlier) && props.of.earlier.length > 0 && <Told value={props.of.earlier} />}
    </>
  )
}

function List(props: { items: readonly unknown[] }): ReactNode {
  const { t } = useWords()
  if (props.items.length === 0) return <span className="small">{t('copy.empty')}</span>
  // The list is drawn once from a file that does not change, so a place is as good as a name.
  return (
    <ul className="told">
      {props.items.map((item, place) => (
        <li key={place}>
          <Told value={item} />
        </li>
      ))}
    </ul>
  )
}

function Pairs(props: { of: object }): ReactNode {
  const { t } = useWords()
  const pairs = Object.entries(props.of)
  if (pairs.length === 0) return <span className="small">{t('copy.empty')}</span>
  return (
    <dl className="pairs">
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{called(t, name)}</dt>
          <dd>
            <Told value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface SourcedValue {
  readonly value: unknown
  readonly source: Source
  readonly earlier?: unknown
}

function isSourced(value: object): value is SourcedValue {
  return 'value' in value && 'source' in value && typeof value.source === 'object' && value.source !== null
}

function called(t: Tell, name: string): string {
  return nameOf(t, `field.${name}`, nameOf(t, `purpose.${name}`, name.replaceAll('_', ' ')))
}

function readable(text: string, language: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day(text, language)
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? moment(text, language) : text
}
