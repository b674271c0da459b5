/** The two papers the program is printed on. */
export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]

/**
 * The tokens of `styles/tokens.css` that a canvas needs by value; a test keeps both lists equal.
 */
export interface Inks {
  readonly page: string
  readonly panel: string
  readonly ink: string
  readonly second: string
  readonly faint: string
  readonly edge: string
  readonly hairline: string
  readonly grid: string
}

export const inks: Readonly<Record<Theme, Inks>> = {
  light: {
    page: '#fafaf7',
    panel: '#ffffff',
    ink: '#1b1c20',
    second: '#5b6069',
    faint: '#9a9ea6',
    edge: '#8b8f97',
    hairline: '#e3e3dd',
    grid: '#efefea',
  },
  dark: {
    page: '#131417',
    panel: '#1a1b1f',
    ink: '#ecece8',
    second: '#a6a9b0',
    faint: '#6c7079',
    edge: '#71757e',
    hairline: '#2c2e34',
    grid: '#24262b',
  },
}

/** The faces as canvas wants them named; the same as the tokens. */
export const sans =
  "'Inter Variable', system-ui, 'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif"

/** The faces as charts name them: the bundled ones, then the same ones where a person has them installed. */
export const families = {
  sans: sans.replace("'Inter Variable', ", "'Inter Variable', Inter, "),
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace",
} as const

/** What a chart is painted on. */
export interface Paper {
  readonly theme: Theme
  readonly inks: Inks
  /** Of the type: 1, or 1.4 for the projector. */
  readonly scale: number
}

export const paperOf = (theme: Theme, scale = 1): Paper => ({ theme, inks: inks[theme], scale })
