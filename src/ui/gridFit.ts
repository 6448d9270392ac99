/** How many columns, and how large, so that pictures fill their field with pixels of equal size. */

export interface GridFit {
  columns: number;
  size: number; // side of one picture, CSS px
}

interface Candidate extends GridFit {
  empty: number; // places left in the last row
  skew: number; // 0 for a square grid
}

export const GAP = 8; // CSS px between pictures
const SMALLEST = 80; // CSS px, side of a picture; where that does not fit the field, the page scrolls instead

/**
 * @param count pictures
 * @param side of a picture in its own pixels
 * @param width of the field, CSS px
 * @param height of the field, CSS px; Infinity where the page scrolls anyway
 * @param density device pixels per CSS px: pictures are enlarged by whole device pixels, so that no pixel looks wider than another
 */
export function fitGrid(count: number, side: number, width: number, height: number, density: number): GridFit {
  let best: Candidate | null = null;
  for (let columns = 1; Number.isFinite(height) && columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const room = Math.min((width - (columns - 1) * GAP) / columns, (height - (rows - 1) * GAP) / rows);
    const size = (Math.floor((room * density) / side) * side) / density;
    if (size < SMALLEST) continue;
    const candidate = { columns, size, empty: columns * rows - count, skew: Math.abs(Math.log(columns / rows)) };
    if (!best || better(candidate, best)) best = candidate;
  }
  return best ? { columns: best.columns, size: best.size } : scrolling(count, side, width, density);
}

/** Larger pictures first, then a fuller last row, then the squarer grid. */
function better(a: Candidate, b: Candidate): boolean {
  return (a.size - b.size || b.empty - a.empty || b.skew - a.skew) > 0;
}

/** Four columns on a phone, more where there is room for pictures of twice their own size. */
function scrolling(count: number, side: number, width: number, density: number): GridFit {
  const columns = Math.min(count, Math.max(4, Math.floor((width + GAP) / (2 * side + GAP))));
  const room = (width - (columns - 1) * GAP) / columns;
  const whole = (Math.floor((room * density) / side) * side) / density;
  // A narrow screen of low density would lose too much to whole pixels.
  return { columns, size: whole > 0.8 * room ? whole : Math.floor(room) };
}
