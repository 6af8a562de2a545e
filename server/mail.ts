import { createTransport } from 'nodemailer'
import type { Gate } from '../gate/gate.ts'
import type { TakenMail } from '../gate/outbox.ts'
import { Loop } from './loop.ts'
import type { traceOf } from './problem.ts'

export interface MailOptions {
  readonly gate: Gate
  /** smtp://login:password@host:port?from=name@domain */
  readonly smtpUrl: string
  readonly log: (trace: ReturnType<typeof traceOf>) => void
  readonly every?: number
}

const MINUTE = 60_000
/** Milliseconds until the next try, by how many there were; after the last one it has failed. */
const TRIES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 360 * MINUTE]

/**
 * Hands over what waits in the outbox. At most once: a mail is marked as on its way and committed before the server is
 * asked to take it. When this process ends in between, it stays marked as unsure and is not sent a second time, since
 * two letters about one thing are worse than a letter that somebody looks after. A server that says no in so many words
 * is asked again later.
 */
export function deliverMail({ gate, smtpUrl, log, every = 2000 }: MailOptions): Loop {
  const url = new URL(smtpUrl)
  const from = url.searchParams.get('from') ?? `goodfaith@${url.hostname}`
  url.searchParams.delete('from')
  const transport = createTransport(url.href, { from })
  const work = async () => {
    const mail = await gate.mailroom.take()
    if (!mail) return false
    await handOver(gate, mail, () =>
      transport.sendMail({
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        // nobody's holiday reply answers a machine (RFC 3834)
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      }),
    )
    return true
  }
  return new Loop(work, { every, log }).start()
}

async function handOver(gate: Gate, mail: TakenMail, send: () => Promise<unknown>): Promise<void> {
  try {
    await send()
  } catch (error) {
    const wait = TRIES[mail.attempts - 1]
    if (wait === undefined || isFinal(error)) await gate.mailroom.settle(mail.id, 'failed')
    else await gate.mailroom.settle(mail.id, 'waiting', new Date(Date.now() + wait))
    return
  }
  await gate.mailroom.settle(mail.id, 'sent')
}

/** 5xx: the server will not change its mind (RFC 5321, section 4.2.1). Its words may name the address: not logged. */
function isFinal(error: unknown): boolean {
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined
  return typeof code === 'number' && code >= 500 && code < 600 && code !== 535 && code !== 530
}
