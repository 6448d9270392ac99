/**
 * Side of a slice on the screen, CSS px: as large as there is room, by a whole number of device pixels per pixel, so that no smoothing and
 * no uneven pixel tells slices apart. Never below its own size.
 * @param pixels side of the slice
 * @param room CSS px
 * @param density device pixels per CSS px
 */
export const shownSize = (pixels: number, room: number, density: number) =>
  (Math.max(1, Math.floor((room * density) / pixels)) * pixels) / density;
