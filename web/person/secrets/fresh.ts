import { call } from '../../api.ts'

/** Until when this session's password counts as fresh, as the server said; milliseconds since 1970. */
let until = 0

/** Whether the password has to be typed before the next number is opened. */
export function asksPassword(now = Date.now()): boolean {
  return until - 5000 < now
}

/** Sends the password, where it is asked. Throws what the server refuses it for. */
export async function beFresh(password: string): Promise<void> {
  if (!asksPassword()) return
  const answer = await call<{ fresh_until: string }>('/session/fresh', { method: 'POST', body: { password } })
  until = Date.parse(answer.fresh_until)
}

/** The server says that it is not fresh after all: it is asked next time. */
export function notFresh(): void {
  until = 0
}
