import style from './words.module.css'

interface WordsProps<T extends string> {
  label: string
  of: readonly T[]
  chosen: T
  word: (one: T) => string
  onChoose: (one: T) => void
}

/** A few words of which one is chosen: what a list below shows. */
export function Words<T extends string>({ label, of, chosen, word, onChoose }: WordsProps<T>) {
  return (
    <div className={style.words} role="group" aria-label={label}>
      {of.map((one) => (
        <button key={one} type="button" aria-pressed={one === chosen} onClick={() => onChoose(one)}>
          {word(one)}
        </button>
      ))}
    </div>
  )
}
