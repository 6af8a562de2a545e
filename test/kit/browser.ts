import AxeBuilder from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { findBrowser } from './find-browser.ts'

/** Nothing here weakens what a page is held to; they keep the browser from talking to its maker. */
const SWITCHES = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
]

/**
 * Starts a browser without a window. `bin/test.js` names its program in GOODFAITH_CHROME; a test that is started
 * alone finds one itself. Close it when done.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.GOODFAITH_CHROME ?? findBrowser((line) => console.error(line)).path
  const start = (chromiumSandbox: boolean) =>
    chromium.launch({ executablePath, args: SWITCHES, chromiumSandbox })
  if (process.getuid?.() === 0) return start(false) // its sandbox refuses to start for root
  return start(true).catch((error: Error) => {
    // many containers and some distributions give no namespaces to those who are not root
    if (!error.message.includes('sandbox')) throw error
    return start(false)
  })
}

/**
 * What axe-core finds on the page as it stands, by the rules of WCAG 2.2 A and AA: a line per element concerned.
 * The page has to come from a context (`browser.newContext()`), not from `browser.newPage()`.
 */
export async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`),
  )
}
