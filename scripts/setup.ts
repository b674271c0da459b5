import { createContext } from './setup/context.ts'
import { ensureTensorflow } from './setup/tensorflow.ts'
console.log(await ensureTensorflow(createContext(process.stdout)))
