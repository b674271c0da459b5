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
  'min|h|hr|hrs|hours?|seconds?|minutes?|mins|d|day|days|yr|a|sec|msec|ha|atm|psi|mmHg|rpm|dB|dBm|ppm|ppb|pH|in|ft|yd|mi|mph|lb|lbs|oz|gal|kn|bpm|CC|cc|bhp|kmpl|sqft|dpi|°',
  '°C|°F|℃|℉|degC|degF|deg|rad|sr|°N|°S|°E|°W|pts|pcs|Stk|Stück|Std|Std\\.|Mio\\.?|Tsd\\.?|M€|T€|k€',
].join('|')
/** What Chinese, Japanese and Korean tables count, without what numbers days, classes and places. */
const counters =
  '人 名 岁 歳 才 万 亿 億 个 個 件 台 枚 回 次 分 秒 天 度 米 厘米 毫米 公里 千米 公斤 千克 克 斤 吨 升 毫升 小时 分钟 時間 平米 平方米 万元 亿元 千円 万円 百万円 億円 万人 千人 명 개 회 세 대 건 점 분 초 시간'.split(
    ' ',
  )

const single = `(?:${prefixes}(?:${bases})|${others}|[%‰#])(?:\\^?[-−]?[1-4]|[²³⁻¹]+)?`
const compound = new RegExp(`^(?:${single})(?:[/·*. ](?:${single}))*$`)
const beside: ReadonlySet<string> = new Set([...currencies, ...counters])
const symbol = /^(?:[%‰]|\p{Sc})$/u

/** @param text trimmed */
export function isUnit(text: string): boolean {
  if (text === '' || text.length > 12) return false
  return symbol.test(text) || beside.has(text) || compound.test(text)
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
