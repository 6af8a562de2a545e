/**
 * What stands on the page as a file of its own, with the looks of this page inside: it opens in any browser, without us
 * and without a line. Buttons stay behind.
 * @param content the part of the page to be saved
 */
export function pageFile(title: string, content: HTMLElement): string {
  const copy = content.cloneNode(true) as HTMLElement
  for (const left of copy.querySelectorAll('button, .acts, .on-screen, [role="status"]')) left.remove()
  const { lang, dir } = document.documentElement
  const looks = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText))
  const head = document.createElement('title')
  head.textContent = title
  return [
    '<!doctype html>',
    `<html lang="${lang}" dir="${dir || 'ltr'}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    head.outerHTML,
    `<style>${looks.join('\n').replaceAll('</', '<\\/')}</style>`,
    `</head><body><div class="sheet"><main>${copy.innerHTML}</main></div></body></html>\n`,
  ].join('\n')
}
