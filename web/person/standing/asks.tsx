import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Part } from '../../../ui/marks.tsx'
import { call } from '../../api.ts'
import { usePurpose } from '../../purpose/use-purpose.ts'
import { saveFile } from '../../../ui/save-file.ts'
import { RefusedNote } from '../../shell/refused.tsx'
import { useWords } from '../../words/i18n.ts'
import type { Deed } from './deed.ts'
import style from './standing.module.css'

interface AsksProps {
  id: string
  given: string | undefined
  onDeed: (deed: Deed) => void
}

const RIGHTS = 'rights.request'

/** What a person can ask of us, at any time and of anyone. */
export function Asks({ id, given, onDeed }: AsksProps) {
  const { t } = useWords()
  const { purposes } = usePurpose('people')
  const mayCopy = purposes.some((one) => one.id === RIGHTS)
  const copy = useMutation({
    mutationFn: () => call<unknown>(`/people/${id}/export`, { purpose: RIGHTS }),
    onSuccess: (all) => saveFile('everything.json', 'application/json', JSON.stringify(all, null, 2)),
  })
  return (
    <section>
      <Part>{given ? t('asks.title', { name: given }) : t('asks.titleNameless')}</Part>
      <div className={style.deeds}>
        <Button onClick={() => onDeed({ kind: 'give' })}>{t('asks.give')}</Button>
        <Button onClick={() => onDeed({ kind: 'withdraw' })}>{t('asks.withdraw')}</Button>
        {mayCopy && (
          <Button onClick={() => copy.mutate()} loading={copy.isPending}>
            {t('asks.copy')}
          </Button>
        )}
        <Button component={Link} to={`/people/${id}/leave`} color="red">
          {t('asks.leave')}
        </Button>
      </div>
      {!mayCopy && <p className={style.says}>{t('asks.copyElsewhere')}</p>}
      {copy.error && <RefusedNote error={copy.error} />}
    </section>
  )
}
