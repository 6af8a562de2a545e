import { Button, Select, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Name, Tag } from '../../../ui/marks.tsx'
import { Rows } from '../../../ui/rows.tsx'
import { Note } from '../../../ui/note.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import type { Preview } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import { preview } from './send.ts'
import { takenTwice, TARGETS } from './targets.ts'
import type { Plan } from './plan.ts'
import style from './wizard.module.css'

interface StepProps {
  plan: Plan
  onNext: (part: Partial<Plan>) => void
  onBack: () => void
}

const LEFT_OUT = ''

/** What each column is: guessed, shown with samples of the file, decided by whoever imports. */
export function MapStep({ plan, onNext, onBack }: StepProps) {
  const { t } = useWords()
  const { purpose } = usePurpose('imports')
  const { file } = plan
  const [mapping, setMapping] = useState<Record<string, string>>({ ...plan.mapping })
  const guess = useQuery({
    queryKey: ['preview', file?.name, file?.size, file?.lastModified],
    enabled: !!file,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: () => preview(file as File, purpose?.id),
  })
  useEffect(() => {
    if (!guess.data || plan.mapping) return
    setMapping(
      Object.fromEntries(guess.data.columns.flatMap(({ column, field }) => (field ? [[column, field]] : []))),
    )
  }, [guess.data, plan.mapping])
  const chosen = Object.values(mapping)
  const twice = takenTwice(mapping)
  return (
    <div>
      <p className={style.says}>{t('wizard.mapSays')}</p>
      {guess.error && <RefusedNote error={guess.error} />}
      {guess.isPending && <Skeleton height={240} />}
      {guess.data && <Columns guess={guess.data} mapping={mapping} onChange={setMapping} twice={twice} />}
      {twice.length > 0 && <Note tone="bad" title={t('wizard.twice')} />}
      <div className={style.end}>
        <Button variant="subtle" onClick={onBack}>
          {t('back')}
        </Button>
        <Button
          variant="filled"
          disabled={chosen.length === 0 || twice.length > 0}
          onClick={() => onNext({ mapping })}
        >
          {t('wizard.try')}
        </Button>
      </div>
    </div>
  )
}

interface ColumnsProps {
  guess: Preview
  mapping: Record<string, string>
  onChange: (mapping: Record<string, string>) => void
  twice: readonly string[]
}

function Columns({ guess, mapping, onChange, twice }: ColumnsProps) {
  const { t, say, list } = useWords()
  const label = (name: string) => say(`field.${name}`, say(`target.${name.replace('.', '_')}`, name))
  const fields = [
    { value: LEFT_OUT, label: t('wizard.leaveOut') },
    ...TARGETS.map((name) => ({ value: name, label: label(name) })),
  ]
  const choose = (column: string, field: string | null) => {
    const { [column]: _, ...rest } = mapping
    onChange(field ? { ...rest, [column]: field } : rest)
  }
  const facts = [guess.encoding, guess.delimiter && t('wizard.delimiter', { mark: guess.delimiter })]
  return (
    <>
      {facts.some(Boolean) && (
        <p className={style.says}>
          {t('wizard.readAs', { facts: list(facts.filter((one): one is string => !!one)) })}
        </p>
      )}
      <Rows
        label={t('wizard.step.map')}
        head={[t('wizard.column'), t('wizard.samples'), t('wizard.becomes')]}
      >
        {guess.columns.map(({ column, sure, why, samples }) => (
          <tr key={column}>
            <td>
              <b>
                <Name>{column}</Name>
              </b>{' '}
              {!sure && mapping[column] && <Tag>{t('wizard.unsure')}</Tag>}
              {why && <small>{say(`guess.${why}`, '')}</small>}
            </td>
            <td className={style.samples}>
              {samples.slice(0, 3).map((sample, nth) => (
                <span key={nth}>
                  <Name>{sample}</Name>
                </span>
              ))}
            </td>
            <td>
              <Select
                aria-label={t('wizard.becomesOf', { column })}
                data={fields}
                value={mapping[column] ?? LEFT_OUT}
                onChange={(field) => choose(column, field)}
                error={twice.includes(mapping[column] ?? ' ')}
                searchable
              />
            </td>
          </tr>
        ))}
      </Rows>
    </>
  )
}
