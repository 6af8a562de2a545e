import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Binding {
  /** One key (`j`, `Enter`, `/`) or two after each other (`g p`). */
  readonly keys: string
  readonly says: string
  readonly run: () => void
}

interface Layer {
  readonly title: string
  readonly bindings: readonly Binding[]
}

const layers = new Set<{ current: Layer }>()
const watchers = new Set<() => void>()
let shown: readonly Layer[] = []
let first: { key: string; at: number } | undefined
const SECOND_WITHIN_MS = 1200

/** Single letters can be switched off by those who speak to their computer or press keys by accident. */
export const LETTERS_OFF = 'goodfaith.letters-off'

/** Listens for keys as long as the component is there; the layer that came last is asked first. */
export function useKeys(title: string, bindings: readonly Binding[]): void {
  const layer = useRef<Layer>({ title, bindings })
  layer.current = { title, bindings }
  useEffect(() => {
    layers.add(layer)
    changed()
    return () => {
      layers.delete(layer)
      changed()
    }
  }, [title])
}

/** All keys that do something now, for the page that shows them. */
export function useAllKeys(): readonly Layer[] {
  return useSyncExternalStore(
    (then) => {
      watchers.add(then)
      return () => watchers.delete(then)
    },
    () => shown,
  )
}

function changed(): void {
  shown = [...layers].map((layer) => layer.current)
  for (const watcher of watchers) watcher()
}

/** Starts listening; gives what stops it. */
export function listenForKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (isTakenBy(event.target, event.key)) return
    if (
      event.key.length === 1 &&
      /\p{Letter}/u.test(event.key) &&
      localStorage.getItem(LETTERS_OFF) === 'true'
    )
      return
    const binding = find(event.key)
    if (!binding) return
    event.preventDefault()
    binding.run()
  }
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}

/** The binding for this key after the one before it, if there is one. */
function find(key: string): Binding | undefined {
  const all = [...layers].reverse().flatMap((layer) => layer.current.bindings)
  const before = first && performance.now() - first.at < SECOND_WITHIN_MS ? first.key : undefined
  first = undefined
  const second = before && all.find((binding) => binding.keys === `${before} ${key}`)
  if (second) return second
  if (all.some((binding) => binding.keys.startsWith(`${key} `))) {
    first = { key, at: performance.now() }
    return undefined
  }
  return all.find((binding) => binding.keys === key)
}

/**
 * Whoever is writing, or in a menu or dialog, keeps their keys; a button and a link keep Enter and Space. Without
 * motion a dialog that Escape closes is already gone from the page here; what had the focus still hangs in it.
 */
function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (document.querySelector('[role="dialog"][aria-modal="true"]')) return true
  if ((key === 'Enter' || key === ' ') && target.closest('button, a, summary, [role="button"]')) return true
  return !!target.closest(
    'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], [role="dialog"]',
  )
}
