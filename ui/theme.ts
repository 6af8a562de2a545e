import { createTheme, type VariantColorsResolver } from '@mantine/core'

/**
 * The theme of both apps. Colours are the tokens of `tokens.css`, never values: the style sheet knows light and dark,
 * the theme does not have to. Only two families exist, evergreen for what we do and red for what is destroyed.
 */
const evergreen = [
  '#f1f7f4',
  '#e4efea',
  '#c5ddd3',
  '#a3cabb',
  '#86c9b3',
  '#5b9f89',
  '#3b7f6a',
  '#2a6a56',
  '#1f5d4c',
  '#194c3e',
] as const

const variantColorResolver: VariantColorsResolver = ({ color, variant }) => {
  const destroys = color === 'red'
  const ink = destroys ? 'var(--red)' : 'var(--accent)'
  const soft = destroys ? 'var(--red-soft)' : 'var(--accent-soft)'
  switch (variant) {
    case 'filled':
      return destroys
        ? { background: ink, hover: ink, color: 'var(--red-ink)', border: '1px solid var(--red)' }
        : {
            background: ink,
            hover: 'var(--accent-hover)',
            color: 'var(--accent-ink)',
            border: '1px solid transparent',
          }
    case 'light':
      return { background: soft, hover: soft, color: ink, border: '1px solid transparent' }
    case 'subtle':
    case 'transparent':
      return {
        background: 'transparent',
        hover: variant === 'subtle' ? 'var(--sunk)' : 'transparent',
        color: destroys ? ink : 'var(--ink2)',
        border: '1px solid transparent',
      }
    default:
      return {
        background: 'var(--surface)',
        hover: 'var(--sunk)',
        color: destroys ? ink : 'var(--ink)',
        border: '1px solid var(--line)',
      }
  }
}

export const theme = createTheme({
  primaryColor: 'evergreen',
  primaryShade: { light: 8, dark: 4 },
  colors: { evergreen },
  variantColorResolver,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-code)',
  defaultRadius: 6,
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { variant: 'default', size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 'md' } },
    Tooltip: { defaultProps: { transitionProps: { duration: 100 }, openDelay: 200 } },
    Popover: { defaultProps: { shadow: 'md', radius: 8, transitionProps: { duration: 100 } } },
    HoverCard: { defaultProps: { shadow: 'md', radius: 8, transitionProps: { duration: 100 } } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        radius: 8,
        transitionProps: { duration: 100 },
        // the first item takes the focus, not an empty element before it that a screen reader would count
        withInitialFocusPlaceholder: false,
        menuItemTabIndex: 0,
      },
    },
    // The library locks the page's scrolling with a style element of its own, which a strict content policy refuses;
    // `base.css` does it while a dialog is open.
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: false,
        radius: 8,
        transitionProps: { duration: 120, transition: 'fade' },
      },
    },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 120 } } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Select: { defaultProps: { checkIconPosition: 'right', selectFirstOptionOnChange: true } },
    Combobox: { defaultProps: { shadow: 'md' } },
  },
})
