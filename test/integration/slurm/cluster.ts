import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { openSync, closeSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { run } from '#scripts/setup/command.ts'
import { findCommand } from '#scripts/setup/system.ts'
import { withDaemons } from '#scripts/setup/slurm-tools.ts'

/*
 * A cluster of two nodes on this machine: Slurm's own daemons, with keys, sockets, ports and files that
 * no other cluster has, so that several may stand side by side. It needs no systemd, and nothing of it
 * is left when it is closed, or when the process that started it is gone.
 */

const nodes = ['n1', 'n2'] as const
type NodeName = (typeof nodes)[number]

export interface Cluster {
  /** A folder that all nodes see. */
  readonly folder: string
  /** With it, Slurm's commands speak to this cluster. */
  readonly env: NodeJS.ProcessEnv
  /** Asks one of Slurm's commands. @returns what it prints. @throws Error with its complaint */
  ask(command: string, ...args: string[]): Promise<string>
  /**
   * Ends a node's daemon and all that runs on it, as a power cut does, and has Slurm see it now: by
   * itself it does so when the node was silent for long.
   */
  killNode(name: NodeName): Promise<void>
  startNode(name: NodeName): void
  close(): Promise<void>
}

type Daemon = 'munged' | 'slurmctld' | NodeName

export async function startCluster(): Promise<Cluster> {
  // Jobs may belong to anybody, and all of them come here.
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-cluster-'))
  await chmod(folder, 0o755)
  const at = (...names: string[]): string => join(folder, ...names)
  const conf = at('slurm.conf')
  const env = withDaemons({ ...process.env, SLURM_CONF: conf })
  const daemons = new Map<Daemon, ChildProcess>()

  const start = (name: Daemon, command: string, ...args: string[]): void => {
    const log = openSync(at('log', `${name}.out`), 'a')
    // The kernel ends it when this process is gone, whatever way it went.
    const words = ['--pdeathsig', 'KILL', findCommand([command], env) ?? command, ...args]
    daemons.set(name, spawn('setpriv', words, { env, stdio: ['ignore', log, log] }))
    closeSync(log)
  }
  const startNode = (name: NodeName): void => start(name, 'slurmd', '-D', '-N', name)

  await Promise.all([mkdir(at('log')), mkdir(at('state')), mkdir(at('shared'))])
  await writeFile(at('munge.key'), randomBytes(128), { mode: 0o400 })
  await writeFile(conf, configuration(folder, await freePorts(3)))
  start('munged', 'munged', '--foreground', ...mungeOptions(at))
  start('slurmctld', 'slurmctld', '-D')
  nodes.forEach(startNode)

  const ask = async (command: string, ...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(command, args, { env })
    if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
    return stdout
  }
  const cluster: Cluster = {
    folder: at('shared'),
    env: { PATH: env.PATH, SLURM_CONF: conf },
    ask,
    startNode,
    async killNode(name) {
      daemons.get(name)?.kill('SIGKILL')
      for (const pid of jobProcesses(folder, name)) kill(pid)
      await ask('scontrol', 'update', `nodename=${name}`, 'state=down', 'reason=killed')
    },
    async close() {
      daemons.get('slurmctld')?.kill()
      await ended(daemons.get('slurmctld'))
      for (const daemon of daemons.values()) daemon.kill('SIGKILL')
      for (const pid of jobProcesses(folder)) kill(pid)
      await Promise.all([...daemons.values()].map(ended))
      await rm(folder, { recursive: true, maxRetries: 5 })
    },
  }
  try {
    await vi.waitFor(
      async () => {
        const states = await ask('sinfo', '-h', '-p', 'main', '-N', '-o', '%T')
        if (states !== 'idle\n'.repeat(nodes.length)) throw new Error(`the nodes are ${states}`)
      },
      { interval: 50, timeout: 120_000 },
    )
  } catch (error) {
    const logs = await Promise.all(
      [...daemons.keys()].map((name) => readFile(at('log', `${name}.out`), 'utf8')),
    )
    await cluster.close()
    throw new Error(`the cluster does not come up:\n${logs.join('\n')}`, { cause: error })
  }
  return cluster
}

const mungeOptions = (at: (name: string) => string): string[] => [
  `--socket=${at('munge.socket')}`,
  `--key-file=${at('munge.key')}`,
  `--pid-file=${at('munge.pid')}`,
  `--seed-file=${at('munge.seed')}`,
]

/** @see the manual page slurm.conf(5) */
function configuration(folder: string, [controller, ...daemons]: readonly number[]): string {
  const host = hostname()
  return `ClusterName=lab
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmUser=root
AuthType=auth/munge
# A job that is requeued waits until its old credentials have expired.
AuthInfo=socket=${folder}/munge.socket,cred_expire=5
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool.%n
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.%n.pid
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd.%n.log
MailProg=/bin/true
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
# On a busy machine a node may be silent for long and is not down; one that was and speaks again is up.
SlurmdTimeout=300
ReturnToService=2
KillWait=2
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
# Jobs of the partition that is urgent take nodes from those of the other, which begin anew later.
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
${nodes
  .map(
    (name, index) =>
      `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${daemons[index]} CPUs=1 RealMemory=1000\n`,
  )
  .join('')}PartitionName=DEFAULT Nodes=${nodes.join(',')} MaxTime=INFINITE State=UP
PartitionName=main Default=YES PriorityTier=1
PartitionName=urgent PriorityTier=2
`
}

/** Ports that nobody listens on. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** Processes that a cluster's jobs have, with those that watch over them; of one node, or of all. */
function jobProcesses(folder: string, node?: NodeName): number[] {
  const conf = `SLURM_CONF=${join(folder, 'slurm.conf')}`
  const logs = (node ? [node] : nodes).map((name) => join(folder, 'log', `slurmd.${name}.log`))
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    const variables = read(`/proc/${name}/environ`).split('\0')
    const isJob =
      variables.includes(conf) && (!node || variables.includes(`SLURMD_NODENAME=${node}`))
    // What watches over a job has overwritten its environment with its title.
    const watches = (): boolean =>
      read(`/proc/${name}/comm`).startsWith('slurmstepd') &&
      openFiles(name).some((path) => logs.includes(path))
    return isJob || watches() ? [pid] : []
  })
}

function openFiles(process: string): string[] {
  try {
    const folder = `/proc/${process}/fd`
    return readdirSync(folder).map((name) => readlinkSync(join(folder, name)))
  } catch {
    return []
  }
}

/** @returns nothing where the process is gone */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}
