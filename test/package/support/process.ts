import { readFile, readdir } from 'node:fs/promises'

/** The words with which a process was started; none of one that has ended. */
export async function wordsOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  // Chromium's own processes write theirs anew, with spaces.
  return text.split(/[\0 ]/).filter((word) => word !== '')
}

/** A line of what the kernel tells of a process. */
async function statusOf(pid: number, field: string): Promise<string> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? ''
}

/** The user a process acts as. */
export async function userOf(pid: number): Promise<number> {
  return Number((await statusOf(pid, 'Uid')).split(/\s+/)[1])
}

/** The network interfaces that a process sees. */
export async function interfacesOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/net/dev`, 'utf8')
  return [...text.matchAll(/^\s*(\S+):/gm)].map((match) => match[1] ?? '')
}

/** Whether each of a user's pages runs behind a filter of system calls. */
export async function filteredPages(user: number): Promise<boolean[]> {
  const filtered: boolean[] = []
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    if (!(await wordsOf(pid)).includes('--type=renderer')) continue
    // 2: a filter of the program's own.
    if ((await userOf(pid)) === user) filtered.push((await statusOf(pid, 'Seccomp')) === '2')
  }
  return filtered
}
