import { useText } from '#renderer/composables/useText.ts'

const { t } = useText()

/** A sentence of the laboratory's, and the page's words for it. */
interface Wording {
  readonly pattern: RegExp
  readonly say: (found: readonly string[]) => string
}

/*
 * The laboratory says in English why it refused a row, with what it found. Sentences it has that are
 * not here are shown as they come.
 */
const wordings: readonly Wording[] = [
  {
    pattern: /^The row has (\d+) values? where the table has (\d+) columns\.$/,
    say: ([values = '', columns = '']) => t('data.refusal.width', { n: Number(values), columns }),
  },
  {
    pattern: /^The row does not have (\d+) values, as the table has columns\.$/,
    say: ([columns = '']) => t('data.refusal.otherWidth', { columns }),
  },
  {
    pattern: /^A quotation mark in the row is not closed where its value ends\.$/,
    say: () => t('data.refusal.quote'),
  },
  {
    pattern: /^A quotation mark .* ends, and has taken (\d+) more lines with it\.$/,
    say: ([lines = '']) => t('data.refusal.quoteLines', { n: Number(lines) }),
  },
  {
    pattern: /^The (?:row|record) is longer than (.+)\.$/,
    say: ([size = '']) => t('data.refusal.long', { size }),
  },
  {
    pattern: /^In column "(.*)", (.*) is not a number\.$/s,
    say: ([name = '', value = '']) => t('data.refusal.number', { name, value }),
  },
  {
    pattern: /^In column "(.*)", (.*) is not a date like the others\.$/s,
    say: ([name = '', value = '']) => t('data.refusal.date', { name, value }),
  },
  {
    pattern: /^In column "(.*)", (.*) is not true or false\.$/s,
    say: ([name = '', value = '']) => t('data.refusal.boolean', { name, value }),
  },
  {
    pattern: /^In column "(.*)", (.*) is not text in the file’s encoding\.$/s,
    say: ([name = '', value = '']) => t('data.refusal.text', { name, value }),
  },
  {
    pattern: /^A value of the row is not what the others of its column are\.$/,
    say: () => t('data.refusal.odd'),
  },
  {
    pattern: /^The record is not JSON \((.*)\)\.$/s,
    say: ([what = '']) => t('data.refusal.json', { what }),
  },
  {
    pattern: /^The record is neither an object nor a list\.$/,
    say: () => t('data.refusal.record'),
  },
  {
    pattern: /^The record is nested deeper than (\d+) levels\.$/,
    say: ([levels = '']) => t('data.refusal.nested', { levels }),
  },
  {
    pattern: /^In column "(.*)", (.*) is none of the values that the file declares\.$/s,
    say: ([name = '', value = '']) => t('data.refusal.undeclared', { name, value }),
  },
  {
    pattern: /^The sparse row is not made of places and values in braces\.$/,
    say: () => t('data.refusal.sparse'),
  },
  {
    pattern: /^The sparse row has a value at place (\d+) where the table has (\d+) columns\.$/,
    say: ([place = '', columns = '']) => t('data.refusal.place', { place, columns }),
  },
]

/** @returns why a row was refused, in the present language as far as the page has words for it */
export function refusalText(reason: string): string {
  for (const { pattern, say } of wordings) {
    const [, ...found] = pattern.exec(reason) ?? []
    if (pattern.test(reason)) return say(found)
  }
  return reason
}
