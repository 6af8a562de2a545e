import { Menu } from '@mantine/core'
import type { Purpose } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import type { Screen } from './choose.ts'
import { difference } from './difference.ts'
import style from './purpose-label.module.css'
import { usePurpose } from './use-purpose.ts'

/** The small label right of the title: what this screen works for, and what the role allows instead. */
export function PurposeLabel({ screen }: { screen: Screen }) {
  const { t } = useWords()
  const { purpose, purposes, choose } = usePurpose(screen)
  const name = usePurposeName()
  if (!purpose) return null
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <button type="button" className={style.label}>
          {t('purpose.workingFor')} <b>{name(purpose)}</b> <i aria-hidden>▾</i>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={purpose.id} onChange={choose}>
          {purposes.map((one) => (
            <Menu.RadioItem key={one.id} value={one.id} closeMenuOnClick>
              <Opens purpose={one} from={purpose} />
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <p className={style.foot}>{t('purpose.others')}</p>
      </Menu.Dropdown>
    </Menu>
  )
}

/** What another purpose opens and closes, against the one at work. */
function Opens({ purpose, from }: { purpose: Purpose; from: Purpose }) {
  const { t, say, list } = useWords()
  const opens = useOpens()
  const title = usePurposeTitle()
  const words = (some: readonly string[]) => list(some.map((one) => say(`opens.${one}`, one)))
  const told = () => {
    const change = difference(from, purpose)
    switch (change.is) {
      case 'same':
        return t('purpose.opensSame')
      case 'too':
        return t('purpose.opensToo', { what: words(change.what) })
      case 'only':
        return t('purpose.opensOnly', { what: opens(purpose) })
      case 'instead':
        return t('purpose.opensInstead', { what: words(change.what), less: words(change.less) })
      case 'all':
        return t('purpose.opens', { what: opens(purpose) })
    }
  }
  return (
    <span className={style.item}>
      <span>{title(purpose)}</span>
      <small>{told()}</small>
    </span>
  )
}

/** 'names, addresses and messages', the words for what a purpose opens. */
export function useOpens(): (purpose: Purpose) => string {
  const { say, list } = useWords()
  return (purpose) =>
    list(
      purpose.fields?.length
        ? purpose.fields.map((field) => say(`field.${field}`, field).toLocaleLowerCase())
        : purpose.opens.map((one) => say(`opens.${one}`, one)),
    )
}

/** The short name of a purpose, as it stands in a sentence: 'service', 'offers by e-mail'. */
export function usePurposeName(): (purpose: Pick<Purpose, 'id' | 'title'>) => string {
  const { say } = useWords()
  return ({ id, title }) => say(`purposeName.${id.replaceAll('.', '_')}`, title)
}

/** What a purpose is called where staff read it: the registry speaks to the person ('Your own rights'). */
export function usePurposeTitle(): (purpose: { readonly id: string; readonly title: string }) => string {
  const { say } = useWords()
  return ({ id, title }) => say(`purposeTitle.${id.replaceAll('.', '_')}`, title)
}
