import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Mask, Part } from '../../../ui/marks.tsx'
import { usePurpose } from '../../purpose/use-purpose.ts'
import type { Person, Secret } from '../../shapes.ts'
import { useWords } from '../../words/i18n.ts'
import facts from '../facts/facts.module.css'
import { SourceCard } from '../facts/source-card.tsx'
import { OpenDialog } from './open-dialog.tsx'
import { useOpeningPurpose } from './opener.ts'
import style from './secrets.module.css'

/** Seconds for which a whole number is shown. */
const SHOWN = 30

/** What is in the vault: masks with their sources, and the way to a whole number for whoever may open it. */
export function Secrets({ person }: { person: Person }) {
  const { t } = useWords()
  const { purpose } = usePurpose('people')
  const opening = useOpeningPurpose(purpose?.id)
  if (!person.secrets || person.secrets.length === 0) return null
  return (
    <section>
      <Part>{t('group.vault')}</Part>
      <dl>
        {person.secrets.map((secret) => (
          <SecretRow key={secret.id} personId={person.id} secret={secret} purpose={opening} />
        ))}
      </dl>
    </section>
  )
}

interface RowProps {
  personId: string
  secret: Secret
  /** Undefined where the role opens no whole numbers. */
  purpose: string | undefined
}

function SecretRow({ personId, secret, purpose }: RowProps) {
  const { t, say } = useWords()
  const [asking, setAsking] = useState(false)
  const [value, setValue] = useState<string>()
  const left = useSecondsLeft(value !== undefined, () => setValue(undefined))
  const label = say(`field.${secret.kind}`, secret.kind)
  return (
    <div className={facts.row}>
      <dt>{label}</dt>
      <dd className={style.row}>
        {value === undefined ? <Mask>{secret.masked}</Mask> : <b className={style.whole}>{inFours(value)}</b>}
        <SourceCard fact={{ value: secret.masked, source: secret.source }} label={label} onHistory={ignore} />
        {purpose && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={
              value === undefined ? t('vault.openOne', { field: label, masked: secret.masked }) : undefined
            }
            onClick={() => (value === undefined ? setAsking(true) : setValue(undefined))}
          >
            {value === undefined ? t('vault.open') : `${t('vault.hide')} (${left})`}
          </Button>
        )}
        <span className={facts.unseen} role="status">
          {value !== undefined && t('vault.shown', { field: label, n: SHOWN })}
        </span>
        {purpose && (
          <OpenDialog
            personId={personId}
            purpose={purpose}
            secret={secret}
            opened={asking}
            onClose={() => setAsking(false)}
            onValue={setValue}
          />
        )}
      </dd>
    </div>
  )
}

/** Counts down from half a minute while something is shown, then does what ends it. */
function useSecondsLeft(shown: boolean, end: () => void): number {
  const [left, setLeft] = useState(SHOWN)
  useEffect(() => {
    if (!shown) return
    const ends = Date.now() + SHOWN * 1000
    setLeft(SHOWN)
    const tick = setInterval(() => setLeft(Math.max(0, Math.ceil((ends - Date.now()) / 1000))), 250)
    return () => clearInterval(tick)
  }, [shown])
  useEffect(() => {
    if (shown && left === 0) end()
  })
  return left
}

function inFours(value: string): string {
  return value.replace(/(.{4})(?=.)/g, '$1 ')
}

function ignore(): void {}
