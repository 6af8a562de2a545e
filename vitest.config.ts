import { defineConfig } from 'vitest/config'

const SECOND = 1000

/** A group of tests with a folder (or folders) and a patience of its own. */
function project(name: string, include: string[], timeout: number) {
  return {
    test: {
      name,
      include,
      testTimeout: timeout,
      hookTimeout: Math.max(timeout, 60 * SECOND),
      pool: 'forks' as const,
    },
  }
}

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
      project('crash', ['test/crash/**/*.test.ts'], 120 * SECOND),
      project('journeys', ['test/journeys/**/*.test.ts'], 180 * SECOND),
    ],
  },
})
