import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api.ts'
import { plain } from '../../people/name.ts'
import { patchListed } from '../../people/use-people.ts'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Person } from '../../shapes.ts'
import { isSecretKind } from '../../../core/secrets.ts'
import { offerUndo, tell } from '../../shell/undo.tsx'
import { useWords } from '../../words/i18n.ts'

interface Change {
  readonly field: string
  /** Empty takes the value away. */
  readonly value: string
  readonly source: object
}

/** Changes one value with its source, shows it at once, and offers to take it back. */
export function useChangeFact(person: Person) {
  const { t, say } = useWords()
  const { purpose } = usePurpose('people')
  const queries = useQueryClient()
  const key = ['person', person.id, 'facts', purpose?.id]
  const send = (change: Change, version: number) =>
    call<Person>(`/people/${person.id}`, {
      method: 'PATCH',
      purpose: purpose?.id,
      body: { fields: { [change.field]: change.value || null }, source: change.source, version },
    })
  // What the answer holds is shown; nobody is read again for it.
  const show = async (changed: Person) => {
    queries.setQueryData(key, changed)
    patchListed(queries, changed)
    await queries.invalidateQueries({ queryKey: ['person', person.id, 'ledger'] })
  }
  return useMutation({
    mutationFn: (change: Change) => send(change, person.version),
    onSuccess: async (changed, { field }) => {
      const before = person.fields[field]
      await show(changed)
      // a number went to the vault, which the notice of its own tells: it is not taken out again
      if (changed.intercepted?.length) return
      // a number in the vault is not taken out again: its key would be destroyed
      if (isSecretKind(field)) return tell(t('facts.changed', { field: say(`field.${field}`, field) }))
      const source = before && 'value' in before ? before.source : undefined
      offerUndo(t('facts.changed', { field: say(`field.${field}`, field) }), async () => {
        const now = queries.getQueryData<Person>(key)
        const back = await send(
          {
            field,
            value: plain(before) ?? '',
            source: { kind: source?.kind ?? 'person', detail: source?.detail ?? t('facts.takenBack') },
          },
          now?.version ?? changed.version,
        )
        await show(back)
      })
    },
  })
}
