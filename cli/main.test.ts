import { afterEach, expect, test, vi } from 'vitest'
import { main } from './main.ts'

afterEach(() => vi.restoreAllMocks())

/** Runs the command line here, and gives what it printed with its exit code. */
async function run(...argv: string[]): Promise<{ code: number; said: string }> {
  let said = ''
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      said += String(chunk)
      return true
    })
  const code = await main(argv)
  vi.restoreAllMocks()
  return { code, said }
}

test('--help is 0 everywhere, and names what there is', async () => {
  const { code, said } = await run('--help')
  expect(code).toBe(0)
  for (const name of ['start', 'token', 'staff']) expect(said).toContain(name)
  for (const argv of [['start'], ['token', 'create'], ['staff', 'add']])
    expect(await run(...argv, '--help')).toMatchObject({ code: 0 })
})

test('what cannot be run is 2, with a line that says why', async () => {
  expect(await run('nothing')).toMatchObject({ code: 2 })
  expect((await run('staff', 'add', '--email', 'x@example.org', '--role', 'king')).said).toContain('sales')
  expect(await run('staff', 'add', '--role', 'sales')).toMatchObject({ code: 2 })
  const days = await run('token', 'create', '--staff', 'x@example.org', '--days', 'many')
  expect(days).toMatchObject({ code: 2 })
  expect(days.said).toContain('--days')
})
