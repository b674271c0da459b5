/*
 * What people write beside a number, or in a row of their own below the names, to say what it is
 * counted in.
 */

/** Currencies by their codes and short names, as they stand before or after an amount. */
const currencies = [
  'USD EUR GBP JPY CNY RMB CHF CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN HRK RSD RUB UAH TRY',
  'INR PKR BRL MXN ARS CLP COP PEN KRW ZAR SGD HKD TWD THB IDR MYR PHP VND ILS AED SAR EGP NGN KES',
  'kr kr. zł Kč Ft lei лв лв. руб руб. р. ₽ грн Rs Rs. Fr. SFr. DM 元 円 원 RM Rp TL',
  'US$ A$ C$ CA$ NZ$ HK$ NT$ S$ R$ CN¥',
]
  .join(' ')
  .split(' ')

const prefixes = '(?:da|[yzafpnµμumcdhkMGTPEZY])?'
const bases = [
  'm|g|s|A|K|mol|cd|Hz|N|Pa|J|W|C|V|F|S|Wb|T|H|lm|lx|Bq|Gy|Sv|l|L|t|bar|eV|Wh|Ah|VA|var|cal|B|bit|Ω|Ohm|ohm|px',
].join('|')
const others = [
  'min|h|hr|hrs|d|day|days|yr|a|sec|msec|ha|atm|psi|mmHg|rpm|dB|dBm|ppm|ppb|pH|in|ft|yd|mi|mph|lb|lbs|oz|gal|kn|bpm|dpi|°',
  '°C|°F|℃|℉|degC|degF|deg|rad|sr|°N|°S|°E|°W|pts|pcs|Stk|Stück|Std|Std\\.|Mio\\.?|Tsd\\.?|M€|T€|k€',
].join('|')
const single = `(?:${prefixes}(?:${bases})|${others}|[%‰#])(?:\\^?[-−]?[1-4]|[²³⁻¹]+)?`
const compound = new RegExp(`^(?:${single})(?:[/·*. ](?:${single}))*$`)
const symbol = /^(?:[%‰]|\p{Sc})$/u

/** @param text trimmed */
export function isUnit(text: string): boolean {
  if (text === '' || text.length > 12) return false
  return symbol.test(text) || currencies.includes(text) || compound.test(text)
}

/** Whether a unit is one of money: an amount's dash is its zero. */
export function isCurrency(unit: string): boolean {
  return currencies.includes(unit) || /^\p{Sc}$/u.test(unit)
}

/**
 * Whether a row below a table's names says what its columns are counted in, such as "[s]", "m/s",
 * "(kN)".
 *
 * @param cells trimmed; of the columns that hold numbers
 */
export function areUnits(cells: readonly string[]): boolean {
  const told = cells.filter((cell) => cell !== '' && !/^[-–—]$/.test(cell))
  const isOne = (cell: string): boolean => /^[[(].{1,20}[\])]$/.test(cell) || isUnit(cell)
  return told.length > 0 && told.every(isOne)
}

/** A unit without the brackets around it. */
export function bareUnit(cell: string): string {
  const inside = /^(?:\[(.*)\]|\((.*)\))$/.exec(cell)
  return (inside?.[1] ?? inside?.[2] ?? cell).trim()
}
