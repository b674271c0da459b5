import type { BadTableReason } from '#shared/contract/tables.ts'
import { isValue } from './header.ts'

/* Forms of JSON that hold a table, but not as a list of records. They are refused with what to do. */

/** The form of a JSON file that is no list of records. */
export interface Shape {
  readonly reason: BadTableReason
  /** Goes on from the file's name. */
  readonly sentence: string
  /** For the page's own sentence. */
  readonly parameters: Readonly<Record<string, string>>
}

type Json = Readonly<Record<string, unknown>>

/** Objects inside objects are looked at so deep. */
const deepest = 6

/**
 * The form of a file by its first records, where it is no list of records.
 *
 * @param values the first values of the file, or of the list that it is
 * @param listed whether the file is one list
 * @param all whether the file has no others
 */
export function findShape(
  values: readonly unknown[],
  { listed, all }: { readonly listed: boolean; readonly all: boolean },
): Shape | undefined {
  const [first] = values
  if (first === undefined) return undefined
  if (values.every((value) => typeof value !== 'object' || value === null)) return bareValues()
  // A row is a list of values: a list of records among the values is what should be read.
  const inner = [...values.keys()].filter((each) => isListOf(values[each], isObject))
  if (inner.length > 0) {
    const place = inner.length === 1 && listed ? `.[${inner[0]!}]` : listed ? '.[][]' : '.[]'
    return wrapped(place)
  }
  const key = wrappers.find((each) => values.every((value) => holds(value, each)))
  if (key !== undefined && values.length > 1) return wrapped(`${listed ? '.[]' : ''}.${key}[]`)
  if (!all || values.length > 1 || !isObject(first)) return undefined
  return shapeOf(first, listed ? '.[0]' : '', 0)
}

/** What services call the list of records in each of their answers. */
const wrappers = ['data', 'results', 'records', 'rows', 'features', 'docs', 'hits']

const holds = (value: unknown, key: string): boolean =>
  isObject(value) && Object.hasOwn(value, key) && isListOf(value[key], isObject)

/** @param at where the object is, as a path that jq takes; empty where it is the whole file */
function shapeOf(object: Json, at: string, depth: number): Shape | undefined {
  const entries = Object.entries(object)
  const rows = entries.find(([, value]) => isListOf(value, Array.isArray))
  if (rows && entries.some(([, value]) => isListOf(value, (each) => typeof each === 'string'))) {
    return split()
  }
  const records = entries.find(([, value]) => isListOf(value, isObject)) ?? rows
  if (records) return wrapped(`${at}${step(records[0])}`)
  const lists = entries.filter(([, value]) => Array.isArray(value) && value.length > 1)
  const single = entries.length > 1 && entries.every(([, value]) => isListOf(value, isScalar))
  if (single || lists.length > 1 || (lists.length === 1 && entries.length === 1)) return byColumns()
  if (lists.length === 1) return wrapped(`${at}${step(lists[0]![0])}`)
  const objects = entries.filter((entry): entry is [string, Json] => isObject(entry[1]))
  if (objects.length === entries.length) {
    const inner = objects.map(([, value]) => Object.keys(value))
    if (inner.some(areCounted)) return keyed('columns')
    if (areCounted(entries.map(([key]) => key)) || areAlike(inner)) return keyed('index')
  }
  // Days or numbers are no columns' names.
  if (entries.length > 2 && entries.every(([key, value]) => isValue(key) && isScalar(value))) {
    return bareValues()
  }
  const empty = wrappers.find((key) => Array.isArray(object[key]))
  if (empty !== undefined) return wrapped(`${at}${step(empty)}`)
  if (depth === deepest) return undefined
  for (const [key, value] of objects) {
    const found = shapeOf(value, `${at}${step(key)}`, depth + 1)
    if (found) return found
  }
  return undefined
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

const isListOf = (value: unknown, kind: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(kind)

/** Whether keys number things: 0, 1, 2 … */
const areCounted = (keys: readonly string[]): boolean =>
  keys.length > 1 && keys.every((key) => /^\d+$/.test(key))

/** Whether several objects have the same keys, or each of many some of the first one's. */
function areAlike([first = [], ...others]: readonly (readonly string[])[]): boolean {
  if (first.length === 0 || others.length === 0) return false
  const same = others.every((keys) => keys.join('\n') === first.join('\n'))
  return (
    same || (others.length > 1 && others.every((keys) => keys.some((key) => first.includes(key))))
  )
}

/** A key as a step of a path that jq takes. */
const step = (key: string): string =>
  /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `.[${JSON.stringify(key)}]`

function wrapped(where: string): Shape {
  return {
    reason: 'json-wrapped',
    parameters: { where },
    sentence: `has its records inside, at ${where}, and is itself no list of records: save what is there as a file of its own (jq '${where}' does that), and choose it.`,
  }
}

const records = 'records.json", orient="records")'

function byColumns(): Shape {
  return {
    reason: 'json-columns',
    parameters: {},
    sentence: `is one object with a list for each column, not a list of records: save it as one (in Python, pandas.DataFrame(json.load(open("…"))).to_json("${records}), and choose that.`,
  }
}

function split(): Shape {
  return {
    reason: 'json-split',
    parameters: {},
    sentence: `has its columns' names in one list and its rows in another, and is no list of records: save it as one (in Python, pandas.read_json("…", orient="split").to_json("${records}), and choose that.`,
  }
}

function keyed(orient: 'columns' | 'index'): Shape {
  return {
    reason: 'json-keyed',
    parameters: { orient },
    sentence: `is one object with an object for each ${orient === 'columns' ? 'column' : 'row'}, not a list of records: save it as one (in Python, pandas.read_json("…", orient="${orient}").to_json("${records}), and choose that.`,
  }
}

function bareValues(): Shape {
  return {
    reason: 'json-values',
    parameters: {},
    sentence:
      'is a list of values without names, not of records: write each as an object, as in [{"x": 1}, {"x": 2}].',
  }
}
