import { GeoTIFF, type GeoTIFFImage } from 'geotiff';
import { checkPixels, Refused, toGrey, type Picture, type Raster } from './picture.ts';

type Source = Parameters<typeof GeoTIFF.fromSource>[0];

// Values of the tag PhotometricInterpretation (TIFF 6.0, sections 3 to 6 and 20 to 21).
const WHITE_IS_ZERO = 0;
const BLACK_IS_ZERO = 1;
const RGB = 2;
const CMYK = 5;

/** Values of the tag SampleFormat, by their names. */
const SIGNED = 2;
const FLOAT = 3;

/**
 * Opens a TIFF without reading its pixels: `read` fetches the strips of one page at a time.
 * @throws Refused for files that are cut off or damaged
 */
export async function openTiff(blob: Blob): Promise<Picture> {
  try {
    const file = await GeoTIFF.fromSource(partsOf(blob));
    const pages = await file.getImageCount();
    return { pages, read: async (page) => readPage(await file.getImage(page)) };
  } catch {
    throw damaged();
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
  const plain = kind === WHITE_IS_ZERO || kind === BLACK_IS_ZERO || kind === RGB;
  const samples = await (plain ? image.readRasters({ interleave: true }) : image.readRGB({ interleave: true })).catch(
    () => {
      throw damaged();
    },
  );
  const bits = plain ? image.getBitsPerSample() : 8;
  const format = plain ? image.getSampleFormat() : 1;
  const limits = limitsOf(bits, format);
  const channels = plain ? Math.min(4, image.getSamplesPerPixel()) : 3;
  const { grey, note } = toGrey(firstChannels(samples, width * height, channels), channels, limits?.[1] ?? 1);
  const inverted = kind === WHITE_IS_ZERO && limits !== null;
  if (inverted) for (let i = 0; i < grey.length; i++) grey[i] = limits[0] + limits[1] - grey[i]!;
  const type = format === FLOAT ? 'float' : format === SIGNED ? 'signed' : '';
  const what = [
    'TIFF',
    [`${bits} bit`, type].filter(Boolean).join(' '),
    ...(inverted ? ['white is zero, inverted'] : []),
  ];
  return { width, height, grey, limits, what: what.join(', ') + note };
}

/** Floats have no black and white of their own, and 32-bit integers are too wide for theirs to mean anything. */
function limitsOf(bits: number, format: number): Raster['limits'] {
  if (format === FLOAT || bits > 16) return null;
  return format === SIGNED ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

/** Further samples of a pixel, such as a microscope's other channels, are left out. */
function firstChannels(samples: ArrayLike<number>, pixels: number, channels: number): ArrayLike<number> {
  const stride = samples.length / pixels;
  if (stride === channels) return samples;
  return Float32Array.from({ length: pixels * channels }, (_, i) => {
    return samples[Math.floor(i / channels) * stride + (i % channels)]!;
  });
}
