import type { ReactNode } from 'react'
import { useWords } from '../language/words.ts'
import type { Erasure } from '../shapes.ts'

const STEPS = ['recorded', 'running', 'waiting', 'done'] as const

/** How many of the four steps are behind us. `running` means that the first is. */
const BEHIND = { recorded: 1, running: 1, waiting_recipients: 2, done: 4 } as const

/** The four steps of a destruction and how far it has come, in words as well as in marks. */
export function Progress(props: { state: Erasure['state'] }): ReactNode {
  const { t } = useWords()
  const behind = BEHIND[props.state]
  return (
    <ol className="steps">
      {STEPS.map((step, i) => {
        const is = i < behind ? 'done' : i === behind ? 'now' : 'ahead'
        return (
          <li key={step} data-is={is} aria-current={is === 'now' ? 'step' : undefined}>
            {t(`receipt.step_${step}`)}
            <span className="unseen"> ({t(`receipt.is_${is}`)})</span>
          </li>
        )
      })}
    </ol>
  )
}
