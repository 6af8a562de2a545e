/** What someone set for themselves on this device; nothing of it is personal data of others. */
export const ROWS = 'goodfaith.rows'

/** Puts the kept preferences on the page, before anything is drawn. */
export function applyPreferences(): void {
  document.documentElement.dataset.rows = localStorage.getItem(ROWS) === 'compact' ? 'compact' : 'roomy'
}

/** Keeps one and applies all. */
export function keepPreference(key: string, value: string): void {
  localStorage.setItem(key, value)
  applyPreferences()
}
