import { Menu } from '@mantine/core'
import type { Purpose } from '../shapes.ts'
import { useWords } from '../words/i18n.ts'
import type { Screen } from './choose.ts'
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

/** What a purpose opens, and what it closes that is open now. */
function Opens({ purpose, from }: { purpose: Purpose; from: Purpose }) {
  const { t, say, list } = useWords()
  const opens = useOpens()
  const closes = from.opens.filter((one) => !purpose.opens.includes(one))
  return (
    <span className={style.item}>
      <span>{purpose.title}</span>
      <small>
        {t('purpose.opens', { what: opens(purpose) })}
        {closes.length > 0 &&
          `. ${t('purpose.closes', { what: list(closes.map((one) => say(`opens.${one}`, one))) })}`}
      </small>
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
