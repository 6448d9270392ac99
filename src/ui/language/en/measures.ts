/** What measures and descriptors are called and mean; said by the Measure screen and by its report. */
export default {
  measures: {
    frechet: {
      label: 'Fréchet distance',
      meaning: 'How far apart the features of the two sets lie, each taken as a normal distribution. 0: the same.',
    },
    kid: {
      label: 'KID',
      meaning: 'Kernel distance of the features, unbiased by N: two sets of one kind scatter around 0.',
    },
    precision: {
      label: 'Precision',
      meaning: 'Share of synthetic images that lie among the reference images. 1: all look possible.',
    },
    recall: {
      label: 'Recall',
      meaning: 'Share of reference images that lie among the synthetic ones. 1: nothing is missing.',
    },
    density: {
      label: 'Density',
      meaning:
        'How crowded with reference images the places of the synthetic ones are. Near 1: as expected; may exceed 1.',
    },
    coverage: {
      label: 'Coverage',
      meaning: 'Share of reference images with a synthetic neighbour close by. 1: the whole variety is there.',
    },
    captionScore: {
      label: 'Caption score',
      meaning:
        'How well the synthetic images fit the caption: cosine of image and sentence, −1 to 1, higher fits better.',
    },
    ssim: {
      label: 'SSIM',
      meaning: 'Structural similarity of each pair, pixel by pixel in small windows. 1: equal.',
    },
    msssim: {
      label: 'MS-SSIM',
      meaning: 'The same over several scales, so that coarse structure counts beside fine. 1: equal.',
    },
    psnr: {
      label: 'PSNR',
      meaning: 'Peak signal-to-noise ratio: how small the pixel differences are. Higher is closer; a shift ruins it.',
    },
    perceptual: {
      label: 'Perceptual distance',
      meaning: 'Distance of the pair in a network’s inner layers, of LPIPS form. 0: equal.',
    },
  },
  interfaceLength: {
    label: 'Interface length per area',
    meaning: 'Length of the boundary between the phases, per area of the slice.',
  },
  ringIndex: {
    label: 'Ring index',
    meaning:
      'Share of the fine grey variation that lies in rings about the rotation axis, as the artefacts of a scanner do. Without rings a little above 0, less with more images.',
  },
  fraction: {
    rocks: 'Fraction of the slice that is pore.',
    fibers: 'Fraction of the slice that is fiber.',
    roots: 'Fraction of the slice that is root.',
  },
  curves: {
    twoPoint: {
      label: 'Two-point correlation S₂(r)',
      meaning: 'Chance that two points at distance r both lie in the phase.',
      xLabel: 'distance r, px',
      yLabel: 'probability',
    },
    linealPath: {
      label: 'Lineal path L(r)',
      meaning: 'Chance that a whole line of length r lies in the phase.',
      xLabel: 'length r, px',
      yLabel: 'probability',
    },
    chordLength: {
      label: 'Chord lengths',
      meaning: 'How often a straight cut through the phase has each length. The last point holds all longer ones.',
      xLabel: 'length, px',
      yLabel: 'share of chords',
    },
    localThickness: {
      label: 'Local thickness',
      meaning:
        'Diameter of the largest disc within the phase that contains the point, for each point of the phase. The last point holds all above.',
      xLabel: 'diameter, px',
      yLabel: 'share of the phase',
    },
    radialPower: {
      label: 'Radial power spectrum',
      meaning: 'How much of the grey varies at each spatial frequency.',
      xLabel: 'frequency, cycles/px',
      yLabel: 'log₁₀ power, grey² px²',
    },
  },
  /** The distance between two sets beside what chance alone gives. */
  judged: {
    notDefined: 'not defined: a set has no such phase',
    noChance: 'no measure of chance: fewer than 4 reference images',
    same: 'the same',
    noDifference: 'chance alone gives no difference',
    near: 'no farther than chance alone puts them',
    about: 'about as far as chance alone puts them',
    times: (ratio: string) => `${ratio} times as far as chance alone puts them`,
    somewhat: (times: string) => `somewhat apart: ${times}`,
    clearly: (times: string) => `clearly apart: ${times}`,
  },
  scales: (n: number) =>
    n === 1 ? 'Here over 1 scale, which is SSIM.' : `Here over ${n} scales; compare only values over as many.`,
  notANumber: 'not a number',
  interval: (low: string, high: string) => `${low} to ${high}`,
  segmentation: {
    phases: { rocks: 'Pores', fibers: 'Fibers', roots: 'Roots' },
    sides: { below: 'below', above: 'above' },
    sources: {
      otsu: 'Otsu’s threshold of all reference images together',
      given: 'the threshold asked for',
      material: 'the usual threshold of this material',
    },
    sentence: (phase: string, side: string, grey: string, source: string) =>
      `${phase} are what lies ${side} grey ${grey} after 3×3 smoothing, ${source}; the same in both sets. The Sample screen takes a fixed grey without smoothing, so that its fraction differs a little. Lengths are in pixels of the common size.`,
  },
  /** What is and what is not comparable with numbers measured here. */
  comparable: [
    {
      measure: 'SSIM',
      words:
        'Same formula, other window and images: colour images of 512 pixels against three real ones, and the GANs’ pairs are made by file order, so theirs says nothing about likeness.',
    },
    {
      measure: 'LPIPS',
      words:
        'Not comparable in value: it compares by AlexNet, which learned from photographs; the perceptual distance here compares by this page’s own extractor. The GANs’ images were rescaled twice.',
    },
    {
      measure: 'FID',
      words:
        'Not comparable: 2,048 Inception features from three real images and two to six generated ones, one run each. With so few images the number mostly measures how few there are. The DCGAN rows of Tables 6 and 8 are the same numbers.',
    },
    {
      measure: 'CLIPScore',
      words:
        'Not comparable in value: CLIP learned from captions on the web and scores every method here about equally low; the caption score here learned from the simulators’ captions.',
    },
    {
      measure: 'What is',
      words:
        'The order of methods under one measure, with care: the paper notes itself that DiffEdit’s best scores go with visibly flawed roots. Physical descriptors need no network and compare across studies when the pixel size is known.',
    },
  ],
  report: {
    title: (material: string) => `Specimen report, ${material}`,
    heading: (material: string) => `Two sets of ${material}, compared`,
    notMeasurements: 'Synthetic images are not measurements.',
    curves: 'Solid: reference. Dashed: synthetic. Mean, and one standard deviation over the images.',
    paper: 'Beside the paper',
    paperTable: (table: number) =>
      `Table ${table} of Sordo et al. 2025, J. Imaging 11, 252, doi:10.3390/jimaging11080252 (CC BY 4.0).`,
    how: 'How it was made',
    setting: 'Setting',
    value: 'Value',
    leftOut: 'left out',
    sheet: (set: string) => `${set}, the first images`,
    spread: (spread: string) => `${spread} (95 %)`,
    axes: (y: string, x: string) => `${y}, against ${x}`,
    rms: (value: string) => `RMS difference ${value}: `,
    brought: (side: number, fit: string, range: string) =>
      `Brought to ${side}×${side} px. Larger images: ${fit.toLowerCase()}. Black and white: ${range.toLowerCase()}.`,
    pixels: 'SHA-256 of the pixels as measured:',
    images: (n: number) => `${n} images`,
    image: 'Image',
    imageHow: 'How it was brought to size',
    file: 'SHA-256 of its file',
    refused: 'Left out',
    why: 'Why',
  },
};
