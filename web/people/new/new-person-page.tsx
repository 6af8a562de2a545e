import { onceKey } from '../../once.ts'
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Head } from '../../../ui/head.tsx'
import { Note } from '../../../ui/note.tsx'
import { call, Refusal } from '../../api.ts'
import { asGrant, type Draft, missingIn } from '../../grants/draft.ts'
import { UnsavedDialog } from '../../person/facts/unsaved-dialog.tsx'
import { PurposeLabel } from '../../purpose/purpose-label.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Person } from '../../shapes.ts'
import { useKeys } from '../../shell/keys.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useTitle } from '../../shell/title.ts'
import { tell } from '../../shell/undo.tsx'
import { useWords } from '../../words/i18n.ts'
import { asSource, missingSource, SourceFields, UNSTATED } from '../source-fields.tsx'
import { FactFields } from './fact-fields.tsx'
import style from './form.module.css'
import { GrantChoices } from './grant-choices.tsx'

/** Somebody new: what they told us, how we know it, and what they agreed to. Nothing is ticked beforehand. */
export function NewPersonPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { purpose } = usePurpose('people')
  const [fields, setFields] = useState<Record<string, string>>({})
  const [stated, setStated] = useState(UNSTATED)
  const [drafts, setDrafts] = useState<readonly Draft[]>([])
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const [once] = useState(onceKey)
  useTitle(t('new.title'))

  const given = Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value.trim() ? [[name, value.trim()]] : [])),
  )
  const missing = missingSource(stated, t)
  const lacks = {
    facts: Object.keys(given).length === 0,
    source: Object.keys(missing).length > 0,
    grants: drafts.length === 0,
    detail: drafts.some((draft) => Object.keys(missingIn(draft)).length > 0),
  }
  const save = useMutation({
    mutationFn: () =>
      call<Person>('/people', {
        method: 'POST',
        purpose: purpose?.id,
        once,
        body: {
          fields: given,
          source: asSource(stated),
          grants: drafts.map(asGrant),
        },
      }),
    onSuccess: async (person) => {
      await queries.invalidateQueries({ queryKey: ['people'] })
      tell(t('new.done'))
      await navigate({ to: '/people/$id', params: { id: person.id }, ignoreBlocker: true })
    },
  })
  const submit = () => {
    setTried((times) => times + 1)
    if (!Object.values(lacks).some(Boolean)) save.mutate()
  }
  useEffect(() => {
    if (tried > 0) showFirstFault(form.current)
  }, [tried, save.error])
  useKeys(t('new.title'), [{ keys: 'Escape', says: t('back'), run: () => history.back() }])
  const caused = save.error instanceof Refusal ? save.error.field : undefined

  return (
    <form
      className={style.form}
      ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <UnsavedDialog fields={Object.keys(given)} />
      <Head title={t('new.title')} label={<PurposeLabel screen="people" />} />
      <Section title={t('new.facts')} says={t('new.factsSay')}>
        <FactFields
          fields={fields}
          onChange={setFields}
          problem={
            caused && save.error instanceof Refusal ? { field: caused, refusal: save.error } : undefined
          }
        />
        {tried > 0 && lacks.facts && <Note tone="bad" title={t('new.needsFacts')} />}
      </Section>
      <Section title={t('new.source')} says={t('new.sourceSays')}>
        <SourceFields value={stated} onChange={setStated} errors={tried > 0 ? missing : {}} />
      </Section>
      <Section title={t('new.grants')} says={t('new.grantsSay')}>
        <GrantChoices drafts={drafts} onChange={setDrafts} tried={tried > 0} />
        {tried > 0 && lacks.grants && <Note tone="bad" title={t('new.needsGrant')} />}
      </Section>
      {save.error && <RefusedNote error={save.error} />}
      <Group justify="end" gap="xs" className={style.end}>
        <Button variant="subtle" onClick={() => history.back()}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t('new.save')}
        </Button>
      </Group>
    </form>
  )
}

/** The form is longer than a screen: who is refused is led to the first reason. */
function showFirstFault(form: HTMLFormElement | null): void {
  const fault = form?.querySelector<HTMLElement>(
    '[aria-invalid="true"], .mantine-InputWrapper-error, [role="alert"]',
  )
  fault?.scrollIntoView({ block: 'center' })
  if (fault instanceof HTMLInputElement) fault.focus({ preventScroll: true })
}

function Section({ title, says, children }: { title: string; says: string; children: React.ReactNode }) {
  return (
    <section className={style.section}>
      <div>
        <h2>{title}</h2>
        <p>{says}</p>
      </div>
      <div className={style.fields}>{children}</div>
    </section>
  )
}
