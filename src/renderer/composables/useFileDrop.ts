import { useEventListener } from '@vueuse/core'
import { ref, type Ref } from 'vue'

/** Files that say what a folder holds. */
const folderFiles = ['work.json', 'sweep.json'] as const

/** @returns of a folder the file that says what it holds; undefined where there is none */
async function fileOfFolder(folder: FileSystemDirectoryEntry): Promise<File | undefined> {
  for (const name of folderFiles) {
    const found = await new Promise<File | undefined>((resolve) => {
      const none = (): void => resolve(undefined)
      folder.getFile(name, {}, (entry) => (entry as FileSystemFileEntry).file(resolve, none), none)
    })
    if (found) return found
  }
  return undefined
}

const isFolder = (entry: FileSystemEntry | null | undefined): entry is FileSystemDirectoryEntry =>
  entry?.isDirectory ?? false

/**
 * Takes files that are dropped anywhere on the window; of a folder of a sweep or tournament, its own.
 *
 * @returns whether something that holds files is held over the window now
 */
export function useFileDrop(take: (files: readonly File[]) => void): Readonly<Ref<boolean>> {
  const over = ref(false)

  useEventListener(window, 'dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    // Without this the window would open the file in the page's place.
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    over.value = true
  })
  useEventListener(window, 'dragleave', (event) => {
    if (event.relatedTarget === null) over.value = false
  })
  useEventListener(window, 'drop', (event) => {
    over.value = false
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    // They are known in this very turn alone.
    const entries = [...(event.dataTransfer?.items ?? [])]
      .filter(({ kind }) => kind === 'file')
      .map((item) => item.webkitGetAsEntry())
    if (!entries.some(isFolder)) return take(files)
    void Promise.all(
      files.map(async (file, at) => {
        const entry = entries[at]
        return (isFolder(entry) ? await fileOfFolder(entry) : undefined) ?? file
      }),
    ).then(take)
  })
  return over
}
