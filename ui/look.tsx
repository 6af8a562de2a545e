import { DirectionProvider, localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import './look.css'
import { theme } from './theme.ts'

const scheme = localStorageColorSchemeManager({ key: 'goodfaith.scheme' })

/**
 * The look of both apps: theme, tokens, light and dark (the system's choice unless one was made), reading direction
 * (from `dir` of the page). No style element is written at run time, so that `style-src 'self'` holds.
 */
export function Look({ children }: { children: ReactNode }) {
  return (
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        colorSchemeManager={scheme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        {children}
      </MantineProvider>
    </DirectionProvider>
  )
}
