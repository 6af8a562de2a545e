import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Head } from '../../ui/head.tsx'
import { Name } from '../../ui/marks.tsx'
import { Note } from '../../ui/note.tsx'
import type { Found } from '../people/find.ts'
import { PurposeLabel } from '../purpose/purpose-label.tsx'
import { useWords } from '../words/i18n.ts'
import style from './person.module.css'
import { GiveDialog } from './standing/give-dialog.tsx'
import { WithdrawDialog } from './standing/withdraw-dialog.tsx'

/** Someone who stands here and whom the purpose does not show: their name, and what they ask for. */
export function FoundPerson({ id, found }: { id: string; found: Found }) {
  const { t, moment } = useWords()
  const [deed, setDeed] = useState<'give' | 'withdraw'>()
  const close = () => setDeed(undefined)
  return (
    <div className={style.found}>
      <Head
        title={<Name>{found.name ?? t('person.nameless')}</Name>}
        label={<PurposeLabel screen="people" />}
      >
        <Button component={Link} to="/people" variant="subtle">
          {t('person.toList')}
        </Button>
      </Head>
      <Note tone="mind" title={t('person.foundTitle')}>
        {t('person.here')} {found.until && t('someone.until', { moment: moment(found.until) })}
      </Note>
      <div className={style.deeds}>
        <Button variant="filled" onClick={() => setDeed('give')}>
          {t('standing.give')}
        </Button>
        <Button onClick={() => setDeed('withdraw')}>{t('standing.withdraw')}</Button>
        <Button component={Link} to={`/people/${id}/leave`} color="red">
          {t('asks.leave')}
        </Button>
      </div>
      <GiveDialog id={id} opened={deed === 'give'} purpose={undefined} onClose={close} />
      <WithdrawDialog
        id={id}
        opened={deed === 'withdraw'}
        purpose={undefined}
        standing={[]}
        onClose={close}
      />
    </div>
  )
}
