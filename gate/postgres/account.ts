import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** An account of the system that may run the server in the place of root, which PostgreSQL refuses. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Whether this process runs as root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** The accounts that may run the server, best first: PostgreSQL's own, then nobody. */
export function candidates(passwd = readPasswd()): Account[] {
  return ['postgres', '_postgres', 'nobody'].flatMap((name) => {
    const line = passwd.find((fields) => fields[0] === name)
    return line ? [{ name, uid: Number(line[2]), gid: Number(line[3]) }] : []
  })
}

/** The account with this number. */
export function accountOf(uid: number, gid: number): Account {
  return { name: readPasswd().find((fields) => fields[2] === String(uid))?.[0] ?? String(uid), uid, gid }
}

function readPasswd(): string[][] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(':'))
  } catch {
    return []
  }
}

/** Who a program runs as, for `spawn`; nothing when it is this process's own account. */
export function identity(account: Account | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {}
}

/** The only environment PostgreSQL gets: ours may hold passwords, and PG… variables would change what it does. */
export const CLEAN_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}),
  LC_ALL: 'C',
  TZ: 'UTC',
}

/** Runs a program to its end as an account; `output` is both streams, or why it could not be started. */
export function runAs(
  account: Account | undefined,
  program: string,
  args: string[],
): { status: number | null; output: string } {
  const result = spawnSync(program, args, {
    ...identity(account),
    env: CLEAN_ENVIRONMENT,
    cwd: process.platform === 'win32' ? undefined : '/',
    encoding: 'utf8',
    windowsHide: true,
  })
  return {
    status: result.status,
    output: result.error ? `${program}: ${result.error.message}` : result.stdout + result.stderr,
  }
}

/** Whether an account can enter a folder: every folder above has to let it through. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  if (!account) return true
  const result = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...identity(account),
    env: CLEAN_ENVIRONMENT,
    cwd: '/',
    stdio: 'ignore',
  })
  // without a shell the trial of the binary, and at last initdb, will tell
  return result.error ? true : result.status === 0
}
