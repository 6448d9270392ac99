import { GeoTIFF, type GeoTIFFImage } from 'geotiff';
import { checkPixels, Refused, toGrey, type Picture, type Raster } from './picture.ts';

type Source = Parameters<typeof GeoTIFF.fromSource>[0];

// Values of the tag PhotometricInterpretation (TIFF 6.0, sections 3 to 6 and 20 to 21).
const WHITE_IS_ZERO = 0;
const BLACK_IS_ZERO = 1;
const RGB = 2;
const PALETTE = 3;
const CMYK = 5;

/** Values of the tag SampleFormat, by their names. */
const SIGNED = 2;
const FLOAT = 3;

/** Values of the tag ExtraSamples that stand for transparency: colours multiplied by it, and not (TIFF 6.0, section 18). */
const ASSOCIATED = 1;
const UNASSOCIATED = 2;

const BITS_PER_SAMPLE = 258;

/**
 * Opens a TIFF without reading its pixels: `read` fetches the strips of one page at a time.
 * @throws Refused for files that are cut off or damaged
 */
export async function openTiff(blob: Blob): Promise<Picture> {
  try {
    const file = await GeoTIFF.fromSource(partsOf(blob));
    const pages = await countPages(file);
    return { pages, read: async (page) => readPage(await file.getImage(page)) };
  } catch {
    throw damaged();
  }
}

/** The library's own count does not end where a directory names one that came before it. */
async function countPages(file: GeoTIFF): Promise<number> {
  const seen = new Set<number>();
  for (let pages = 1; ; pages++) {
    const { nextIFDByteOffset: next } = await file.requestIFD(pages - 1);
    if (next === 0) return pages;
    if (seen.has(next)) throw damaged();
    seen.add(next);
  }
}

/** The library's own source for blobs needs a FileReader, which Node lacks. */
function partsOf(blob: Blob): Source {
  const part = (offset: number, length: number) => blob.slice(offset, offset + length).arrayBuffer();
  const source: Pick<Source, keyof Source> = {
    fileSize: blob.size,
    fetch: (slices) => Promise.all(slices.map(({ offset, length }) => part(offset, length))),
    fetchSlice: async ({ offset, length }) => ({ offset, length, data: await part(offset, length) }),
    close: () => Promise.resolve(),
  };
  return source;
}

const damaged = () =>
  new Refused('The TIFF is cut off, damaged or packed in a way that is not read; save it again uncompressed.');

/** Of a picture with more channels than its colours and an alpha, such as a microscope's, the others are left out. */
async function readPage(image: GeoTIFFImage): Promise<Raster> {
  const width = image.getWidth();
  const height = image.getHeight();
  checkPixels(width, height);
  const kind = image.fileDirectory.getValue('PhotometricInterpretation') ?? BLACK_IS_ZERO;
  if (kind === CMYK) {
    throw new Refused(
      'The TIFF is CMYK, four printing inks that give no grey level by themselves; save it as grey or RGB.',
    );
  }
  const stored = image.getSamplesPerPixel();
  if (stored > 1 && image.getBitsPerSample() % 8 !== 0) {
    // The library looks for the channels where they would be if each filled whole bytes.
    throw new Refused(
      'The TIFF has several channels of a number of bits that is no multiple of 8; save it with 8 or 16 bits, or one channel alone.',
    );
  }
  if (stored === 1 && !image.fileDirectory.hasTag('BitsPerSample')) {
    // Black-and-white files leave it out, because 1 is its default (TIFF 6.0, section 8), which the library does not know.
    image.fileDirectory.actualizedFields.set(BITS_PER_SAMPLE, [1]);
  }
  const plain = kind === WHITE_IS_ZERO || kind === BLACK_IS_ZERO || kind === RGB;
  const colours = plain && kind !== RGB ? [0] : [0, 1, 2];
  const alpha = plain ? alphaOf(image, colours.length) : null;
  const channels = alpha ? [...colours, alpha.channel] : colours;
  const reading = plain
    ? image.readRasters({ interleave: true, samples: channels })
    : image.readRGB({ interleave: true });
  const samples = await reading.catch(() => {
    throw damaged();
  });
  const bits = plain ? image.getBitsPerSample() : 8;
  const format = plain ? image.getSampleFormat() : 1;
  const greatest = greatestOf(bits, format);
  // Floats have no black and white of their own, and 32-bit integers are too wide for theirs to mean anything.
  const limits: Raster['limits'] =
    format === FLOAT || bits > 16 ? null : [format === SIGNED ? -greatest - 1 : 0, greatest];
  const inverted = kind === WHITE_IS_ZERO && limits !== null;
  if (inverted) {
    for (let k = 0; k < samples.length; k += channels.length) samples[k] = limits[0] + limits[1] - samples[k]!;
  }
  const { grey, note } = toGrey(samples, channels.length, greatest, alpha?.multiplied);
  const type = format === FLOAT ? 'float' : format === SIGNED ? 'signed' : '';
  const used = kind === PALETTE ? 1 : channels.length;
  const what = [
    'TIFF',
    [`${bits} bit`, type].filter(Boolean).join(' '),
    ...(inverted ? ['white is zero, inverted'] : []),
    ...(stored > used ? ['other channels left out'] : []),
  ];
  return { width, height, grey, limits, what: what.join(', ') + note };
}

/** The channel behind the colours that is said to be transparency; without a word it may be anything. */
function alphaOf(image: GeoTIFFImage, colours: number): { channel: number; multiplied: boolean } | null {
  const behind = image.getSamplesPerPixel() - colours;
  const extra = [...(image.fileDirectory.getValue('ExtraSamples') ?? [])].slice(0, behind);
  const at = extra.findIndex((meaning) => meaning === ASSOCIATED || meaning === UNASSOCIATED);
  return at < 0 ? null : { channel: colours + at, multiplied: extra[at] === ASSOCIATED };
}

/** The greatest value of a type; for floats, which have none, what programs take for opaque. */
function greatestOf(bits: number, format: number): number {
  return format === FLOAT ? 1 : 2 ** (format === SIGNED ? bits - 1 : bits) - 1;
}
