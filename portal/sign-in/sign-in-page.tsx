import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { ask, readStatement } from '../api.ts'
import { Frame, Way } from '../frame.tsx'
import { Rich } from '../language/rich.tsx'
import { useWords, whatWentWrong } from '../language/words.ts'

/** The way in: an address, and the same answer whether we know it or not. */
export function SignInPage(props: { oldLink: boolean }): ReactNode {
  const { t } = useWords()
  const [email, setEmail] = useState('')
  const organisation = useOrganisation()
  const sending = useMutation({
    mutationFn: () => ask('/me/link', { method: 'POST', body: { email: email.trim() } }),
  })
  return (
    <Frame from={organisation} title={t('sign_in.title')}>
      {sending.isSuccess ? (
        <Sent email={email.trim()} another={sending.reset} />
      ) : (
        <>
          <h1>{organisation ? t('sign_in.opening_of', { organisation }) : t('sign_in.opening')}</h1>
          {props.oldLink && (
            <p className="notice" role="status">
              {t('sign_in.old_link')}
            </p>
          )}
          <p className="lead">{t('sign_in.lead')}</p>
          <LinkForm
            email={email}
            change={setEmail}
            send={() => !sending.isPending && sending.mutate()}
            wrong={sending.isError ? whatWentWrong(t, sending.error) : null}
          />
          <p className="small apart">{t('sign_in.without')}</p>
        </>
      )}
      <footer className="foot">
        <Way to="/privacy">{t('menu.privacy')}</Way>
      </footer>
    </Frame>
  )
}

/** Whose page this is, once it has been named. */
function useOrganisation(): string | undefined {
  const { data } = useQuery({ queryKey: ['statement'], queryFn: readStatement })
  return data && data.organisation !== UNNAMED ? data.organisation : undefined
}

/** As the server speaks of an organisation that has no name yet. */
const UNNAMED = 'This organisation'

interface LinkFormProps {
  email: string
  change: (email: string) => void
  send: () => void
  wrong: string | null
}

function LinkForm(props: LinkFormProps): ReactNode {
  const { t } = useWords()
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.send()
  }
  return (
    <form className="form" onSubmit={submit}>
      <p className="field">
        <label htmlFor={id}>{t('sign_in.email')}</label>
        <input
          id={id}
          type="email"
          required
          maxLength={254}
          autoComplete="email"
          dir="ltr"
          value={props.email}
          aria-invalid={props.wrong !== null}
          aria-describedby={props.wrong === null ? undefined : `${id}-wrong`}
          onChange={(event) => props.change(event.target.value)}
        />
      </p>
      {props.wrong !== null && (
        <p id={`${id}-wrong`} className="wrong" role="alert">
          {props.wrong}
        </p>
      )}
      <p className="acts">
        <button type="submit" className="button main">
          {t('sign_in.send')}
        </button>
      </p>
    </form>
  )
}

function Sent(props: { email: string; another: () => void }): ReactNode {
  const { t } = useWords()
  return (
    <div role="status">
      <h1>{t('sign_in.sent_title')}</h1>
      <p className="lead">
        <Rich text={t('sign_in.sent')} parts={{ email: <b dir="ltr">{props.email}</b> }} />
      </p>
      <p className="small apart">{t('sign_in.sent_why')}</p>
      <p className="acts">
        <button type="button" className="button" onClick={props.another}>
          {t('sign_in.another')}
        </button>
      </p>
    </div>
  )
}
