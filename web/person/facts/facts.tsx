import { Button } from '@mantine/core'
import { useState } from 'react'
import { FIELDS } from '../../../core/fields.ts'
import { SECRETS } from '../../../core/secrets.ts'
import { Part } from '../../../ui/marks.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Person } from '../../shapes.ts'
import { useKeys } from '../../shell/keys.ts'
import { useWords } from '../../words/i18n.ts'
import { Secrets } from '../secrets/secrets.tsx'
import { AddFact } from './add-fact.tsx'
import { FactRow } from './fact-row.tsx'
import style from './facts.module.css'
import { HistoryDialog } from './history-dialog.tsx'
import { grouped } from './order.ts'

/** What is held, grouped by compartment; each value with its source, each edited where it stands. */
export function Facts({ person, edit }: { person: Person; edit?: boolean }) {
  const { t, say } = useWords()
  const { purpose } = usePurpose('people')
  const groups = grouped(unmasked(person.fields))
  const first = groups.flatMap(({ names }) => names).find((name) => isShown(person, name))
  const [editing, setEditing] = useState<string | undefined>(edit ? first : undefined)
  const [past, setPast] = useState<string>()
  useKeys(t('person.facts'), [{ keys: 'e', says: t('keys.editFirst'), run: () => setEditing(first) }])
  const missing = [
    ...Object.entries(FIELDS).flatMap(([name, { compartment }]) =>
      person.fields[name] || !(compartment === 'open' || purpose?.opens.includes(compartment)) ? [] : [name],
    ),
    // of these there may be several
    ...(purpose?.opens.includes('vault') ? Object.keys(SECRETS) : []),
  ]
  return (
    <div className={style.facts}>
      {groups.map(({ group, names }) => (
        <section key={group}>
          <Part>{say(`group.${group}`, group)}</Part>
          <dl>
            {names.map((name) => (
              <FactRow
                key={name}
                person={person}
                field={name}
                editing={editing === name}
                onEdit={() => setEditing(name)}
                onDone={() => setEditing(undefined)}
                onHistory={() => setPast(name)}
              />
            ))}
          </dl>
        </section>
      ))}
      <Secrets person={person} />
      {editing?.startsWith('+') ? (
        <AddFact person={person} missing={missing} onDone={() => setEditing(undefined)} />
      ) : (
        missing.length > 0 && (
          <div>
            <Button variant="subtle" size="compact-sm" className={style.add} onClick={() => setEditing('+')}>
              {t('facts.add')}
            </Button>
          </div>
        )
      )}
      <HistoryDialog personId={person.id} field={past} onClose={() => setPast(undefined)} />
    </div>
  )
}

/** Masks stand in a part of their own, each with the way to its whole number. */
function unmasked(fields: Person['fields']): Person['fields'] {
  return Object.fromEntries(Object.entries(fields).filter(([, fact]) => !('masked' in fact)))
}

function isShown(person: Person, name: string): boolean {
  const fact = person.fields[name]
  return !!fact && 'value' in fact
}
