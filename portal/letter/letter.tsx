import type { ReactNode } from 'react'
import { Frame } from '../frame.tsx'
import { useWords } from '../language/words.ts'
import type { Me } from '../shapes.ts'
import { Agreed } from './agreed.tsx'
import { Ending } from './ending.tsx'
import { Held } from './held.tsx'
import { Left, Locked } from './locked.tsx'
import { Looked } from './looked.tsx'
import { Needed } from './needed.tsx'
import { Opening } from './opening.tsx'
import { Received } from './received.tsx'
import { useSignOut } from './session.ts'

/** The letter to one person: what we hold about them, why, who looked, who received it, and every way to end it. */
export function Letter(props: { me: Me }): ReactNode {
  const { t } = useWords()
  const signOut = useSignOut()
  const { me } = props
  const way = (
    <button type="button" className="plain" onClick={signOut}>
      {t('menu.sign_out')}
    </button>
  )
  return (
    <Frame
      from={me.organisation.name}
      title={t('letter.title', { organisation: me.organisation.name })}
      way={way}
    >
      <Opening me={me} />
      <Left me={me} />
      <Agreed me={me} />
      <Needed me={me} />
      <Held me={me} />
      <Locked me={me} />
      <Looked me={me} />
      <Received me={me} />
      <Ending me={me} />
    </Frame>
  )
}
