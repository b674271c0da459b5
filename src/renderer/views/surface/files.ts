/* Apart from the stage's store: the app asks this before the stage is loaded. */

/** @returns whether a dropped file is a saved picture, by its name */
export function isSharedPicture({ name }: File): boolean {
  return /\.json$/i.test(name)
}
