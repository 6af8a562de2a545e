import { Dialog } from '../shell/dialog.tsx'
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Name } from '../../ui/marks.tsx'
import { Note } from '../../ui/note.tsx'
import { counterPurpose } from '../purpose/choose.ts'
import { usePurpose } from '../purpose/use-purpose.ts'
import { RefusedNote } from '../shell/refused.tsx'
import { useWords } from '../words/i18n.ts'
import style from './people.module.css'
import { EXACT, type Found, findSomeone, howMany, type Identifiers, NONE, rememberFound } from './find.ts'

/**
 * Someone stands at the counter and is not in the list: two exact identifiers and a reason show their name, so that
 * what they ask for is recorded with them and not with a second one of them. They are told.
 */
export function SomeoneIsHere({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog opened={opened} onClose={onClose} title={t('someone.title')} size="lg">
      <FindForm onClose={onClose} />
    </Dialog>
  )
}

function FindForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { purpose, purposes } = usePurpose('people')
  const counter = counterPurpose(purposes, purpose?.id)
  const [given, setGiven] = useState<Identifiers>(NONE)
  const [reason, setReason] = useState('')
  const [early, setEarly] = useState<string>()
  const find = useMutation({ mutationFn: () => findSomeone(given, reason.trim(), counter) })
  const submit = () => {
    const enough = howMany(given) >= 2
    const missing = enough ? (reason.trim() ? undefined : t('someone.needsReason')) : t('someone.needsTwo')
    setEarly(missing)
    if (!missing) find.mutate()
  }
  if (find.data)
    return <FoundOne found={find.data} counter={counter} onClose={onClose} onAgain={find.reset} />
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="sm">
        <p>{t('someone.says')}</p>
        <div className={style.exact}>
          {EXACT.map(({ field, type }) => (
            <TextInput
              key={field}
              type={type}
              label={field === 'birth_date' ? t('someone.together') : t(`field.${field}`)}
              className={field === 'customer_number' ? style.whole : undefined}
              value={given[field]}
              autoComplete="off"
              onChange={(event) => setGiven({ ...given, [field]: event.currentTarget.value })}
            />
          ))}
        </div>
        <Textarea
          label={t('someone.reason')}
          description={t('someone.reasonSays')}
          value={reason}
          autosize
          minRows={2}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {early && <Note tone="bad" title={early} />}
        {find.error && <RefusedNote error={find.error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={find.isPending}>
            {t('someone.find')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface FoundOneProps {
  found: Found
  /** The purpose they were found for; what they ask for is recorded under it. */
  counter: string | undefined
  onClose: () => void
  onAgain: () => void
}

function FoundOne({ found, counter, onClose, onAgain }: FoundOneProps) {
  const { choose } = usePurpose('people')
  const { t, moment } = useWords()
  const queries = useQueryClient()
  if (!found.found || !found.id)
    return (
      <Stack gap="sm">
        <Note title={t('someone.nobody')}>{t('someone.nobodySays')}</Note>
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onAgain}>
            {t('someone.again')}
          </Button>
          <Button component={Link} to="/people/new" onClick={onClose}>
            {t('people.new')}
          </Button>
        </Group>
      </Stack>
    )
  return (
    <Stack gap="sm">
      <Note title={<Name>{found.name ?? t('person.nameless')}</Name>}>
        {t('someone.foundSays')} {found.until && t('someone.until', { moment: moment(found.until) })}
      </Note>
      <Group justify="end" gap="xs">
        <Button variant="subtle" onClick={onAgain}>
          {t('someone.again')}
        </Button>
        <Button
          component={Link}
          to={`/people/${found.id}`}
          search={{ here: true } as never}
          variant="filled"
          onClick={() => {
            rememberFound(queries, found)
            if (counter) choose(counter)
            onClose()
          }}
        >
          {t('someone.record')}
        </Button>
      </Group>
    </Stack>
  )
}
