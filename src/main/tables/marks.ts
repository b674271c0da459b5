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
  '–',
  '—',
  '−',
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
    '|#{3,}|(?:Err|Fehler|Erreur|Error) ?:\\d{3})$',
  'u',
)

/** @param text trimmed */
export function isMissing(text: string): boolean {
  if (exact.has(text)) return true
  const first = text.charCodeAt(0)
  // "#", "E" or "F"; few values have to be looked at more closely.
  const may = first === 35 || first === 69 || first === 70
  return may && text.length < 40 && spreadsheetError.test(text)
}

/** Words and short forms of them, by language, in lower case. */
const gaps: ReadonlySet<string> = new Set([
  ...['none', 'nil', 'na', 'n.a.', 'n.a', 'n/d', 'n.d.', 'n.c.', 'nc', 'nd', 'n/r', 'missing'],
  ...['unknown', 'undefined', 'no data', 'no value', 'not available', 'not applicable'],
  ...['not recorded', 'not reported', 'not detected', 'invalid', 'error', 'err', 'loading...'],
  ...['(null)', '<null>', '[null]', '(blank)', '(none)', '(missing)', '(leer)', '(vide)'],
  ...['n.v.', 'k.a.', 'k. a.', 'n.n.', 'keine angabe', 'kein wert', 'kein wert vorhanden'],
  ...['fehlt', 'fehlend', 'unbekannt', 'nicht verfügbar', 'leer'],
  ...['non disponible', 'non renseigné', 'manquant', 'inconnu', 'vide'],
  ...['s/d', 'sin dato', 'sin datos', 'no disponible', 'desconocido', 'n.p.', 'mancante'],
  ...['brak', 'brak danych', 'н/д', 'нд', 'нет данных', 'неизвестно'],
  ...[
    '無',
    '无',
    '無し',
    'なし',
    '不明',
    '該当なし',
    '欠測',
    '欠損',
    '未入力',
    '暂无',
    '缺失',
    '未知',
  ],
  ...['空', '无数据', '없음', '결측', '미상', '\\n', 'nan(ind)', '-nan', '+nan', '-nan(ind)'],
  ...['1.#qnan', '-1.#qnan', '1.#ind', '-1.#ind', '[x]', '[z]', '[low]'],
])

/** Dashes, points, stars and the like alone. */
const mark =
  /^[-\u2010-\u2015\u2212\u2500\u30fc\uff0d_=~*\uff0a.\u2026\u3002\u00b7•?\uff1f/\\:×]+$/u
/** Stata and SAS count their kinds of missing numbers by letters: ".A"; Eurostat says why: ": c". */
const lettered = /^(?:\.[A-Za-z_]|:\s?[a-z]{1,2})$/
/** What databases write for no day. */
const noDay = /^(?:0000-00-00(?: 00:00:00)?|00([./-])00\1(?:0000))$/

/**
 * Whether a text says that a value is missing where the others are numbers, dates, or yes and no: "None",
 * ".", "\N", "--". Among words it may be a category's name, and is one.
 *
 * @param text trimmed
 */
export function isGap(text: string): boolean {
  if (isMissing(text) || text.length > 24) return isMissing(text)
  return mark.test(text) || gaps.has(text.toLowerCase()) || lettered.test(text) || noDay.test(text)
}
