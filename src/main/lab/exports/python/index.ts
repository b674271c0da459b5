export { kerasFiles } from './keras.ts'
export { pytorchFiles } from './pytorch.ts'
export type { HandRate, ScriptFile, ScriptInput } from './types.ts'
