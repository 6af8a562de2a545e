import { defineConfig } from 'vitest/config'

const SECOND = 1000

/** A group of tests with a folder (or folders) and a patience of its own. */
function project(name: string, include: string[], timeout: number, env: Record<string, string> = {}) {
  return {
    test: {
      name,
      include,
      env,
      testTimeout: timeout,
      hookTimeout: Math.max(timeout, 60 * SECOND),
      pool: 'forks' as const,
    },
  }
}

/** What leans most on how PostgreSQL reads a row: run on the oldest installed one as well. `npm run soak` runs everything. */
const ON_THE_OLDEST = [
  'test/bypass/{doors,counters,working-login,hidden-people,schema,statistics,vault}.test.ts',
  'test/promises/{2-your-choice,kept-by-law}.test.ts',
  'gate/{erasures,kept,sequencer,views}.test.ts',
  'features/{people,consent}/*.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: ['test/kit/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      project(
        'unit',
        [
          '{core,gate,features,server,cli,db,ui,web,portal}/**/*.test.{ts,tsx}',
          'test/{kit,house}/**/*.test.{ts,tsx}',
        ],
        20 * SECOND,
      ),
      project('promises', ['test/promises/**/*.test.ts'], 60 * SECOND),
      project('bypass', ['test/bypass/**/*.test.ts'], 60 * SECOND),
      project('oldest', ON_THE_OLDEST, 60 * SECOND, { TEST_POSTGRES: 'installed' }),
      project('crash', ['test/crash/**/*.test.ts'], 120 * SECOND),
      project('journeys', ['test/journeys/**/*.test.ts'], 180 * SECOND),
    ],
  },
})
