/**
 * What a trainer's process needs in its environment. glibc's allocator hands large blocks back to the
 * system as they are freed and then maps fresh pages for the next; each read of a gradient would fault
 * them in anew, which takes longer than the copy. Other allocators ignore these.
 */
export const trainerEnvironment: Readonly<Record<string, string>> = {
  TF_CPP_MIN_LOG_LEVEL: '2',
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32 - 1),
  MALLOC_TOP_PAD_: String(2 ** 26),
}
