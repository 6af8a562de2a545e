/** What someone set for themselves on this device; nothing of it is personal data of others. */
export const ROWS = 'goodfaith.rows'
export const DIRECTION = 'goodfaith.direction'

/** Puts the kept preferences on the page, before anything is drawn. */
export function applyPreferences(): void {
  const page = document.documentElement
  page.dataset.rows = localStorage.getItem(ROWS) === 'compact' ? 'compact' : 'roomy'
  page.dir = localStorage.getItem(DIRECTION) === 'rtl' ? 'rtl' : 'ltr'
}

/** Keeps one and applies all. */
export function keepPreference(key: string, value: string): void {
  localStorage.setItem(key, value)
  applyPreferences()
}
