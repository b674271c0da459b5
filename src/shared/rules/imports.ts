import { encodeModule, type ExportedFunction, type ImportedFunction } from './wasm.ts'

export type Called = (...numbers: number[]) => number

/** Functions that a module under construction takes from outside, each once. */
export interface Imports {
  /** @returns the index by which a function is called */
  indexOf(name: string, parameters: number, called: Called): number
  compile(exported: readonly ExportedFunction[]): CompiledModule
}

/** A module that wants nothing but a memory. */
type CompiledModule = (memory: WebAssembly.Memory) => WebAssembly.Exports

export function createImports(): Imports {
  const list: ImportedFunction[] = []
  const math: Record<string, Called> = {}
  return {
    indexOf(name, parameters, called) {
      math[name] = called
      const known = list.findIndex((each) => each.name === name)
      return known < 0 ? list.push({ name, parameters }) - 1 : known
    },
    compile(exported) {
      const module = new WebAssembly.Module(encodeModule(list, exported))
      return (memory) => new WebAssembly.Instance(module, { memory: { memory }, math }).exports
    },
  }
}
