import { Button } from '@mantine/core'
import { useState } from 'react'
import { FIELDS } from '../../../core/fields.ts'
import { SECRETS } from '../../../core/secrets.ts'
import { Part } from '../../../ui/marks.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Person } from '../../shapes.ts'
import { plain } from '../../people/name.ts'
import { useKeys } from '../../shell/keys.ts'
import { useWords } from '../../words/i18n.ts'
import { KeptByLaw } from '../kept/kept.tsx'
import { Secrets } from '../secrets/secrets.tsx'
import { AddFact } from './add-fact.tsx'
import { type Drafts, NEW } from './drafts.ts'
import { EditFact } from './edit-fact.tsx'
import { FactRow } from './fact-row.tsx'
import style from './facts.module.css'
import { HistoryDialog } from './history-dialog.tsx'
import { firstShown, grouped, unmasked } from './order.ts'

interface FactsProps {
  person: Person
  /** What is being edited; it lives longer than this part of the page. */
  drafts: Drafts
}

/** What is held, grouped by compartment; each value with its source, each edited where it stands. */
export function Facts({ person, drafts }: FactsProps) {
  const { t, say } = useWords()
  const [past, setPast] = useState<string>()
  const groups = grouped(unmasked(person.fields))
  const edit = (field: string) => drafts.open(field, plain(person.fields[field]) ?? '')
  const first = firstShown(person.fields)
  useKeys(t('person.facts'), [{ keys: 'e', says: t('keys.editFirst'), run: () => first && edit(first) }])
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
                drafts={drafts}
                onEdit={() => edit(name)}
                onHistory={() => setPast(name)}
              />
            ))}
          </dl>
        </section>
      ))}
      <Secrets person={person} />
      <KeptByLaw personId={person.id} />
      <Added person={person} drafts={drafts} held={groups.flatMap(({ names }) => names)} />
      <HistoryDialog personId={person.id} field={past} onClose={() => setPast(undefined)} />
    </div>
  )
}

/** Facts that are being added, each with its editor, and the way to one more. */
function Added({ person, drafts, held }: FactsProps & { held: readonly string[] }) {
  const { t, say } = useWords()
  const { purpose } = usePurpose('people')
  const added = Object.keys(drafts.of).filter((field) => field !== NEW && !held.includes(field))
  const missing = [
    ...Object.entries(FIELDS).flatMap(([name, { compartment }]) =>
      person.fields[name] || !(compartment === 'open' || purpose?.opens.includes(compartment)) ? [] : [name],
    ),
    // of these there may be several
    ...(purpose?.opens.includes('vault') ? Object.keys(SECRETS) : []),
  ].filter((name) => !added.includes(name))
  const choose = (field: string) => {
    drafts.close(NEW)
    drafts.open(field, '')
  }
  return (
    <div>
      {added.map((field) => (
        <EditFact
          key={field}
          person={person}
          field={field}
          label={say(`field.${field}`, field)}
          draft={drafts.of[field]!}
          onDraft={(draft) => drafts.write(field, draft)}
          onDone={() => drafts.close(field)}
        />
      ))}
      {drafts.of[NEW] ? (
        <AddFact missing={missing} onChoose={choose} onCancel={() => drafts.close(NEW)} />
      ) : (
        missing.length > 0 && (
          <Button
            variant="subtle"
            size="compact-sm"
            className={style.add}
            onClick={() => drafts.open(NEW, '')}
          >
            {t('facts.add')}
          </Button>
        )
      )}
    </div>
  )
}
