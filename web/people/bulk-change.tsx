import { Dialog } from '../shell/dialog.tsx'
import { Button, Group, Progress, Select, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api.ts'
import { offerUndo } from '../shell/undo.tsx'
import { RefusedNote } from '../shell/refused.tsx'
import type { Person, Source } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import { FactInput } from './fact-input.tsx'
import { plain } from './name.ts'
import { patchListed } from './use-people.ts'
import { asSource, missingSource, SourceFields, UNSTATED } from './source-fields.tsx'

/** Fields that can hold the same for many; a name or an address of one's own cannot. */
const SHARED = ['language', 'city', 'postcode', 'country'] as const

interface BulkProps {
  opened: boolean
  onClose: () => void
  ids: readonly string[]
  purpose: string
}

/** Changes one field of everybody who is selected, with its source; can be taken back as a whole. */
export function BulkChange({ opened, onClose, ids, purpose }: BulkProps) {
  const { t, number } = useWords()
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={t('bulk.title', { count: ids.length, n: number(ids.length) })}
    >
      <ChangeForm onClose={onClose} ids={ids} purpose={purpose} />
    </Dialog>
  )
}

function ChangeForm({ onClose, ids, purpose }: Omit<BulkProps, 'opened'>) {
  const { t, number } = useWords()
  const queries = useQueryClient()
  const [field, setField] = useState<string | null>(null)
  const [value, setValue] = useState('')
  const [stated, setStated] = useState(UNSTATED)
  const [tried, setTried] = useState(false)
  const [done, setDone] = useState<number>()
  const [error, setError] = useState<unknown>()
  const missing = missingSource(stated, t)
  const ready = field && value.trim() && Object.keys(missing).length === 0

  const change = async () => {
    setTried(true)
    if (!ready) return
    setError(undefined)
    const before: Before[] = []
    try {
      for (const [nth, id] of ids.entries()) {
        setDone(nth)
        const { changed, ...past } = await changeOne(id, field, value.trim(), asSource(stated), purpose)
        patchListed(queries, changed)
        before.push(past)
      }
    } catch (cause) {
      setError(cause)
    }
    setDone(undefined)
    if (before.length === 0) return
    offerUndo(t('bulk.done', { count: before.length, n: number(before.length) }), async () => {
      for (const one of before) patchListed(queries, await putBack(one, field, purpose))
    })
    if (before.length === ids.length) onClose()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void change()
      }}
    >
      <Stack gap="sm">
        <Select
          label={t('bulk.field')}
          data={SHARED.map((name) => ({ value: name, label: t(`field.${name}`) }))}
          value={field}
          onChange={(name) => {
            setField(name)
            setValue('')
          }}
          error={tried && !field ? t('bulk.needsField') : undefined}
        />
        <FactInput
          field={field ?? ''}
          label={t('bulk.value')}
          value={value}
          onChange={setValue}
          error={tried && !value.trim() ? t('bulk.needsValue') : undefined}
        />
        <SourceFields value={stated} onChange={setStated} errors={tried ? missing : {}} brief />
        {done !== undefined && <Progress value={(done / ids.length) * 100} aria-label={t('bulk.doing')} />}
        {error !== undefined && <RefusedNote error={error} />}
        <Group justify="end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={done !== undefined}>
            {t('bulk.change', { n: number(ids.length) })}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface Before {
  readonly id: string
  readonly version: number
  readonly value: string | undefined
  readonly source: Source | undefined
}

async function changeOne(
  id: string,
  field: string,
  value: string,
  source: object,
  purpose: string,
): Promise<Before & { changed: Person }> {
  const person = await call<Person>(`/people/${id}`, { purpose })
  const fact = person.fields[field]
  const changed = await call<Person>(`/people/${id}`, {
    method: 'PATCH',
    purpose,
    body: { fields: { [field]: value }, source, version: person.version },
  })
  return {
    changed,
    id,
    version: changed.version,
    value: plain(fact),
    source: fact && 'value' in fact ? (fact.source ?? undefined) : undefined,
  }
}

async function putBack(before: Before, field: string, purpose: string): Promise<Person> {
  return call<Person>(`/people/${before.id}`, {
    method: 'PATCH',
    purpose,
    body: {
      fields: { [field]: before.value ?? null },
      source: before.source
        ? { kind: before.source.kind, detail: before.source.detail ?? '' }
        : { kind: 'person', detail: 'taken back' },
      version: before.version,
    },
  })
}
