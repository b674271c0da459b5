import { delimiter } from 'node:path'
import { findCommand } from './system.ts'

/** What the test on a cluster starts or asks, and which of Debian's packages has it. */
const tools = {
  munged: 'munge',
  slurmctld: 'slurmctld',
  slurmd: 'slurmd',
  sbatch: 'slurm-client',
  setpriv: 'util-linux',
}

/** Where Debian keeps daemons; not every account searches it. */
const systemFolders = ['/usr/sbin', '/sbin']

/** @returns the environment, in which daemons are found too */
export function withDaemons(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PATH: [env.PATH ?? '', ...systemFolders].join(delimiter) }
}

/** Debian packages with parts of Slurm that are not there. */
export function lackingSlurm(env: NodeJS.ProcessEnv): string[] {
  const searched = withDaemons(env)
  const lacking = Object.entries(tools).filter(([command]) => !findCommand([command], searched))
  return lacking.map(([, name]) => name)
}
