import type { en } from './en/index.ts'

/** The same keys, any words. */
type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }

/** What a language file must hold: a missing or an extra key is a type error. */
export type Messages = Shape<typeof en>

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>
}[keyof T & string]

/** Every text's path: `iris.title`. */
export type MessageKey = Leaves<typeof en>

type At<T, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : Path extends keyof T
    ? T[Path]
    : never

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never

/** The names a text has to be given: `{n}` makes it `n`. */
export type MessageNames<Key extends MessageKey> = Names<At<typeof en, Key>>
