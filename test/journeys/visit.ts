import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type Page } from 'playwright-core'
import { axe, openBrowser } from '../kit/browser.ts'
import { startServer, type RunningServer } from '../kit/running.ts'

/** A house of its own for a journey: the real server, and a browser to visit it with. */
export interface Visit {
  readonly server: RunningServer
  readonly browser: Browser
  /** A browser without a past, as of somebody else. */
  newcomer(): Promise<{ page: Page; context: BrowserContext }>
  /** What pages threw and nobody caught. */
  readonly errors: readonly string[]
  end(): Promise<void>
}

const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 360, height: 780 }
/** For what a page does by itself; a busy machine is slow. */
const PATIENCE_MS = 20_000
const SCHEMES = ['light', 'dark'] as const

/** Opens browser and server together. End it when done. */
export async function begin(env: Readonly<Record<string, string>> = {}): Promise<Visit> {
  const [browser, server] = await Promise.all([openBrowser(), startServer(env)])
  const errors: string[] = []
  const newcomer = async () => {
    const context = await browser.newContext({ baseURL: server.url, viewport: WIDE, locale: 'en' })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(error.message))
    return { page, context }
  }
  const end = async () => {
    await browser.close()
    await server.stop()
  }
  return { server, browser, newcomer, errors, end }
}

/**
 * Looks at the page as it stands on a desk and on a phone, in light and in dark, and holds each to the rules of
 * WCAG 2.2; also that nothing is wider than the screen. GOODFAITH_SHOTS names a folder that takes a picture of each.
 * @returns what is wrong, a line each
 */
export async function look(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = []
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await settled(page)
      const where = `${name}, ${size.width} px, ${colorScheme}`
      const shots = process.env['GOODFAITH_SHOTS']
      if (shots) await shoot(page, shots, `${name}-${size.width}-${colorScheme}`)
      const found = await axe(page)
      wrong.push(...found.map((line) => `${where}: ${line}`))
      const width = await page.evaluate('document.documentElement.scrollWidth')
      if (Number(width) > size.width) wrong.push(`${where}: the page is ${String(width)} px wide`)
    }
  }
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light' })
  return wrong
}

/** Colours that are on their way to others would be measured half way. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    'Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))).then(() => null)',
  )
}

async function shoot(page: Page, folder: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

/** Of the first administrator. */
export const PASSWORD = 'four calm harbour words'

/** Opens the first administrator's link, as the person who started the server would, up to the choice of how to begin. */
export async function signInFirst(page: Page, server: RunningServer): Promise<void> {
  if (!page.url().endsWith('/welcome')) await page.goto(await server.firstLink())
  await page.getByLabel('Your name').fill('Jo Ferreira')
  await page.getByLabel('E-mail').fill('jo@harbour.example')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Once more').fill(PASSWORD)
  await page.getByRole('button', { name: 'Go in' }).click()
  await page.getByLabel('Name of your organisation').waitFor()
}

/** The first administrator in an empty house. */
export async function moveIn(visit: Visit): Promise<{ page: Page; context: BrowserContext }> {
  const { page, context } = await visit.newcomer()
  await signInFirst(page, visit.server)
  await page.getByLabel('Name of your organisation').fill('Harbour Bank')
  await page.getByRole('button', { name: 'Begin empty' }).click()
  await page.getByRole('heading', { name: 'People', exact: true }).waitFor()
  return { page, context }
}
