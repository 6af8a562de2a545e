import { Dialog } from './dialog.tsx'
import { useSyncExternalStore } from 'react'
import { Key, Part } from '../../ui/marks.tsx'
import { useWords } from '../words/i18n.ts'
import { useAllKeys } from './keys.ts'
import style from './keys-dialog.module.css'

let open = false
const watchers = new Set<() => void>()

/** Shows all keys that do something now. */
export function showKeys(): void {
  set(true)
}

function set(to: boolean): void {
  open = to
  for (const watcher of watchers) watcher()
}

export function KeysDialog() {
  const { t } = useWords()
  const layers = useAllKeys()
  const opened = useSyncExternalStore(
    (then) => {
      watchers.add(then)
      return () => watchers.delete(then)
    },
    () => open,
  )
  return (
    <Dialog opened={opened} onClose={() => set(false)} title={t('keys.title')} size="lg">
      <div className={style.layers}>
        {[...layers].reverse().map((layer) => (
          <section key={layer.title}>
            <Part level={3}>{layer.title}</Part>
            <dl className={style.keys}>
              {layer.bindings.map((binding) => (
                <div key={binding.keys}>
                  <dt>{binding.says}</dt>
                  <dd>
                    {binding.keys.split(' ').map((key) => (
                      <Key key={key}>{key}</Key>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <Part level={3}>{t('keys.more')}</Part>
          <dl className={style.keys}>
            <div>
              <dt>{t('keys.palette')}</dt>
              <dd>
                <Key>⌘ K</Key> <Key>Ctrl K</Key>
              </dd>
            </div>
          </dl>
        </section>
      </div>
    </Dialog>
  )
}
