import type { ReactNode } from 'react'
import { day, moment } from '../language/dates.ts'
import { nameOf, type Tell } from '../language/setup.ts'
import { useWords } from '../language/words.ts'
import { fromTold, plainName } from '../letter/sources.ts'
import { sentenceOf } from '../letter/story.ts'
import { readable } from '../letter/values.ts'
import type { LedgerLine, Source } from '../shapes.ts'

interface ToldProps {
  value: unknown
  /** What it is called in the file; `field.<name>` for a field of the person. */
  name?: string
}

/**
 * Any part of the export as a person reads it: lists as lists, named values as pairs, times as days. It draws whatever
 * the export holds, so that nothing about the person in the file can be missing on the paper; what only tells rows
 * apart for programs is left to the file.
 */
export function Told(props: ToldProps): ReactNode {
  const { t, language } = useWords()
  const { value, name = '' } = props
  if (value === null || value === undefined || value === '')
    return <span className="small">{t('copy.empty')}</span>
  if (typeof value === 'boolean') return t(value ? 'copy.yes' : 'copy.no')
  if (typeof value === 'string') return <bdi dir="auto">{textOf(t, language, name, value)}</bdi>
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return <List items={value} />
  if (isSourced(value)) return <Sourced of={value} name={name} />
  if (isLine(value)) return <Line of={value} />
  return <Pairs of={value} ofFields={name === 'fields'} />
}

/** A line of the ledger: its day, and what happened. */
function Line(props: { of: LedgerLine }): ReactNode {
  const { t, language } = useWords()
  return (
    <>
      <span className="small">{moment(props.of.at, language)}</span>
      {sentenceOf(t, language, props.of)}
    </>
  )
}

/** A value with where it came from, in the words of the letter. */
function Sourced(props: { of: SourcedValue; name: string }): ReactNode {
  const { t, language } = useWords()
  return (
    <>
      <Told value={props.of.value} name={props.name} />
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

function Pairs(props: { of: object; ofFields: boolean }): ReactNode {
  const { t } = useWords()
  const pairs = Object.entries(props.of).filter(isForPeople)
  if (pairs.length === 0) return <span className="small">{t('copy.empty')}</span>
  return (
    <dl className="pairs">
      {pairs.map(([name, value]) => (
        <div key={name}>
          {name !== 'fields' && <dt>{called(t, name, props.ofFields)}</dt>}
          <dd>
            <Told value={value} name={props.ofFields ? `field.${name}` : name} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Ids, versions and formats are for programs. */
export function isForPeople([name]: readonly [string, unknown]): boolean {
  return !/^(id|version|format|exported_at)$|_id$/.test(name)
}

function isLine(value: object): value is LedgerLine {
  return 'event_id' in value && 'sentence' in value && 'at' in value && 'kind' in value && 'fields' in value
}

interface SourcedValue {
  readonly value: unknown
  readonly source: Source
  readonly earlier?: unknown
}

function isSourced(value: object): value is SourcedValue {
  return 'value' in value && 'source' in value && typeof value.source === 'object' && value.source !== null
}

/** A field of the person by its name there, anything else by its word: a title of a person is no title of a purpose. */
function called(t: Tell, name: string, isField: boolean): string {
  return nameOf(t, `${isField ? 'field' : 'word'}.${name}`, plainName(name))
}

function textOf(t: Tell, language: string, name: string, text: string): string {
  if (name === 'field') return nameOf(t, `field.${text}`, text)
  if (name.startsWith('field.')) return readable(name.slice('field.'.length), text, language)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day(text, language)
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? moment(text, language) : text
}
