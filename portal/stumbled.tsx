import { Component, type ReactNode } from 'react'
import { Frame } from './frame.tsx'
import { useWords } from './language/words.ts'

interface State {
  readonly fallen: boolean
}

/** In place of a page that threw while it was drawn, or whose part could not be fetched: never an empty sheet. */
export class Stumbled extends Component<{ children: ReactNode }, State> {
  override state: State = { fallen: false }

  static getDerivedStateFromError(): State {
    return { fallen: true }
  }

  override render(): ReactNode {
    return this.state.fallen ? <Sorry /> : this.props.children
  }
}

function Sorry(): ReactNode {
  const { t } = useWords()
  return (
    <Frame title={t('stumbled.title')}>
      <div role="alert">
        <h1>{t('stumbled.title')}</h1>
        <p className="lead">{t('stumbled.lead')}</p>
        <p className="acts">
          <button type="button" className="button" onClick={() => location.reload()}>
            {t('stumbled.again')}
          </button>
        </p>
      </div>
    </Frame>
  )
}
