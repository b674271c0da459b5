const exact: ReadonlySet<string> = new Set([
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '#NA',
  '<NA>',
  '?',
  '-',
  'NaN',
  'nan',
  'NaT',
  'null',
  'NULL',
  'Null',
])

/**
 * How files write that a value is missing, whatever the column holds: marks that are nobody's name.
 * Excel's errors count too, see {@link isMissing}.
 */
export const missingMarks: readonly string[] = [...exact]

/**
 * The errors that spreadsheets leave in cells, in the languages of their menus: "#DIV/0!", "#WERT!",
 * "#¡VALOR!", "#NOM?", "#Н/Д", "#NV", and a column too narrow for its numbers.
 */
const spreadsheetError = new RegExp(
  '^(?:#[¡¿]?[\\p{Lu}][\\p{Lu}\\p{M}/_.0-9 ]*[!?]' +
    '|#[\\p{Lu}]/[\\p{Lu}](?: N/A)?' +
    '|#(?:NV|YOK|HIÁNYZIK|PUUTTUU|SAKNAS|NENÍ_K_DISPOZICI|GETTING_DATA|DATEN_ABRUFEN' +
    '|CHARGEMENT_DONNEES|OBTENIENDO_DATOS|ESTRAZIONE_DATI_IN_CORSO|GEGEVENS_OPHALEN' +
    '|OBTENDO_DADOS|HÄMTAR_DATA|HENTER_DATA)' +
    '|#{3,}|Err:\\d{3})$',
  'u',
)

/** @param text trimmed */
export function isMissing(text: string): boolean {
  if (exact.has(text)) return true
  const first = text.charCodeAt(0)
  // "#" or "E"; few values have to be looked at more closely.
  return (first === 35 || first === 69) && text.length < 40 && spreadsheetError.test(text)
}

const gaps: ReadonlySet<string> = new Set([
  ...['none', 'nil', 'na', 'n.a.', 'n.a', 'n/d', 'n.d.', 'n.v.', 'k.a.', 'k. a.', 'nd', 'missing'],
  ...[
    'unknown',
    'undefined',
    '(null)',
    '<null>',
    '[null]',
    '(blank)',
    '(none)',
    '(leer)',
    '(vide)',
  ],
  ...['.', '..', '...', '…', '*', '**', '--', '---', '–', '—', '――', ':', '\\n', 'nan(ind)'],
  ...['-nan', '+nan', '-nan(ind)', '1.#qnan', '-1.#qnan', '1.#ind', '-1.#ind', '無', '无', '―'],
])

/**
 * Whether a text says that a value is missing where the others are numbers, dates, or yes and no: "None",
 * ".", "\N", "--". Among words it may be a category's name, and is one.
 *
 * @param text trimmed
 */
export function isGap(text: string): boolean {
  // SAS counts its kinds of missing numbers by letters: ".A".
  return isMissing(text) || gaps.has(text.toLowerCase()) || /^\.[A-Z_]$/.test(text)
}
