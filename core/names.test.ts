import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { displayName, sortName, type NameParts } from './names.ts'

const name = (given_name: string, family_name = '', title = ''): NameParts => ({
  given_name,
  family_name,
  title,
})

describe('displayName', () => {
  test.each([
    [name('Siobhán', 'Ní Dhomhnaill'), undefined, 'Siobhán Ní Dhomhnaill'],
    [name('小明', '李'), undefined, '李小明'],
    [name('สมชาย', 'ใจดี'), 'th', 'สมชาย ใจดี'],
    [name('أمينة', 'الحسيني'), 'ar', 'أمينة الحسيني'],
    [name('Björk', 'Guðmundsdóttir'), 'is', 'Björk Guðmundsdóttir'],
    [name('Thị Minh Khai', 'Nguyễn'), 'vi', 'Nguyễn Thị Minh Khai'],
    [name('Thị Minh Khai', 'Nguyễn'), undefined, 'Thị Minh Khai Nguyễn'],
    [name('Katalin', 'Szabó'), 'hu-HU', 'Szabó Katalin'],
    [name('Anna', 'Schmidt', 'Dr.'), 'de', 'Dr. Anna Schmidt'],
    [name('Dóra', 'Mátrai', 'dr.'), 'HU', 'dr. Mátrai Dóra'],
    [name('민준', '김'), undefined, '김민준'],
    [name('민규', '김', '교수님'), 'ko', '김민규 교수님'],
    [name('明', '李', '教授'), 'zh-Hans', '李明教授'],
    [name('太郎', '山田'), 'ja', '山田太郎'],
    [name('さくら', '佐々木'), undefined, '佐々木さくら'],
    [name('エリ', '長谷川'), 'ja', '長谷川エリ'],
    [name('さくら', 'さとう'), 'ja', 'さとう さくら'],
    [name('アルベルト', 'アインシュタイン'), 'ja', 'アルベルト・アインシュタイン'],
    [name('艾达·科妮莉亚', '布鲁赫'), 'zh', '艾达·科妮莉亚·布鲁赫'],
    [name('에이다 코넬리아', '볼프'), 'ko', '에이다 코넬리아 볼프'],
    [name('Peter', '李'), undefined, 'Peter 李'],
  ])('%j in %s is %s', (parts, locale, shown) => {
    expect(displayName(parts, locale)).toBe(shown)
  })

  test('takes what there is', () => {
    expect(displayName(name('Suharto'))).toBe('Suharto')
    expect(displayName(name('', 'Schmidt', 'Dr.'))).toBe('Dr. Schmidt')
    expect(displayName({ given_name: null, family_name: '  Cher ' })).toBe('Cher')
    expect(displayName({ family_name: '李', title: '先生' })).toBe('李先生')
    expect(displayName({})).toBe('')
  })
})

test.each([
  [name('Anna', 'Schmidt', 'Dr.'), 'Schmidt, Anna'],
  [name('小明', '李', '教授'), '李小明'],
  [name('민준', '김'), '김민준'],
  [name('さくら', 'さとう'), 'さとう さくら'],
  [name('アルベルト', 'アインシュタイン'), 'アインシュタイン, アルベルト'],
  [name('สมชาย', 'ใจดี'), 'ใจดี, สมชาย'],
  [name('Suharto'), 'Suharto'],
  [name('', 'Schmidt'), 'Schmidt'],
  [{}, ''],
])('%j is sorted as %s', (parts, sorted) => {
  expect(sortName(parts)).toBe(sorted)
})

const cldr = new URL('../../shared/data/names-cldr/sample_names_by_locale.json', import.meta.url)

test.skipIf(!existsSync(cldr))('every sample name of CLDR keeps both its parts, each once', () => {
  const locales: Record<string, Record<string, Record<string, string>>> = JSON.parse(
    readFileSync(cldr, 'utf8'),
  )
  const gaps = ['', ' ', ', ', '・', '·']
  let names = 0
  for (const [locale, samples] of Object.entries(locales)) {
    for (const { given = '', surname = '' } of Object.values(samples)) {
      if (surname === '') continue
      names++
      const parts = name(given, surname)
      for (const shown of [displayName(parts, locale), displayName(parts), sortName(parts)]) {
        const orders = gaps.flatMap((gap) => [given + gap + surname, surname + gap + given])
        expect(orders).toContain(shown)
      }
    }
  }
  expect(names).toBeGreaterThan(1500)
})
