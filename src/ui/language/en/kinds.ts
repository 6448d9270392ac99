/** What only some kinds of model do on the Sample screen: styles, rebuilding, resembling, sketching, latent directions. */
import { intl } from '../intl.ts';

const { decimal, count } = intl('en');
const slices = (n: number) => count(n, { one: 'slice', other: 'slices' });
const spread = (mean: number, deviation: number | null) =>
  deviation === null ? decimal(mean, 2) : `${decimal(mean, 2)} ± ${decimal(deviation, 2)}`;

export default {
  cancel: 'Cancel',
  style: {
    title: 'Mix two styles',
    check: 'Take a second style from a depth on',
    meaning:
      'Early layers decide the large shapes, late ones the fine texture. The slice begins as its own seed has it and goes on in the style of another.',
    seed: 'Seed of the second style',
    roll: 'Draw another second style',
    depth: 'First layer of the second style',
    depthHint: (layers: number) => `0 gives all layers to the second style, ${layers} gives it none.`,
    table: 'Styles of two seeds, mixed at every depth',
    tableMeaning: (seed: number) =>
      `Rows: slices of their own seeds. Columns: the layer from which the style of seed ${seed} takes over. A click on a picture takes over its depth.`,
    draw: 'Draw the table',
    drawnOf: (done: number, total: number) => `${done} of ${total} columns`,
    column: (from: number, layers: number) =>
      from === layers ? 'own style' : from === 0 ? 'all second' : `from layer ${from}`,
    cell: (row: number, from: number) => `Seed ${row}, second style from layer ${from}`,
  },
  crop: {
    choose: 'Choose a picture',
    drop: 'or drop a PNG, JPEG or TIFF here. It stays on this computer.',
    simulate: 'Take a simulated slice',
    simulated: (seed: number) => `Simulated slice, seed ${seed}`,
    reading: 'Reading the picture',
    label: 'The picture, with the square that the model is given',
    keys: 'Drag the square, or move it with the arrow keys; with Shift by 10 px.',
    place: (side: number, left: number, top: number) => `${side}×${side} px from ${left}, ${top}`,
    tooSmall: (name: string, width: number, height: number, side: number) =>
      `${name} has ${width}×${height} px and the model needs ${side} px each way; choose a larger picture.`,
    remove: 'Take the picture away',
  },
  from: {
    title: 'Rebuild a slice',
    meaning:
      'The encoder keeps a few numbers of a slice, and the decoder draws it again from them. What is lost was not in those numbers.',
    given: 'Given',
    rebuilt: 'Rebuilt',
    map: 'Where they differ',
    mapLabel: (ssim: number) => `Map of SSIM between both, mean ${decimal(ssim, 2)}`,
    ssim: 'SSIM',
    ssimHint: 'Structural similarity of both pictures, window 11×11 px: 1 for equal ones. N = 1.',
    rmse: 'Difference',
    rmseHint: 'Root mean square difference of the greys, from 0 to 1 for black against white. N = 1.',
    numbers: (n: number) => `from ${n} numbers`,
    others: (n: number) =>
      `The first slice above is the rebuilt one; the other ${n} are what else those numbers may have meant, drawn by seed.`,
  },
  beta: {
    legend: 'β, weight of order against likeness',
    hint: 'A larger β presses the numbers towards independent noise: each comes to mean more by itself, and pictures blur.',
  },
  like: {
    title: 'More like a slice',
    meaning:
      'Open a slice large and press “More like this one”, or choose a picture: the model then draws slices that resemble it.',
    more: 'More like this one',
    picture: 'The slice to resemble',
    measuring: 'Comparing with slices that never saw it.',
    found: (mean: number, deviation: number | null, n: number) => `Likeness ${spread(mean, deviation)} (${slices(n)})`,
    unrelated: (mean: number, deviation: number | null, n: number) =>
      `without it ${spread(mean, deviation)} (${slices(n)} of the same model, material and attributes)`,
    hint: 'Cosine between embeddings of extractor-64: 1 for the same slice, and what unrelated slices have anyway beside it.',
    above: 'The slices are nearer to it than unrelated ones are.',
    within: 'That is no nearer than unrelated slices are: the picture had little say.',
  },
  sketch: {
    title: 'Sketch',
    meaning: 'Draw where things shall be, then press Sample.',
    mode: 'Draw',
    areas: 'Areas',
    outlines: 'Outlines',
    areasHint: {
      rocks: 'Paint the pores; the rest becomes grains.',
      fibers: 'Paint the fibers.',
      roots: 'Paint the roots.',
    },
    outlinesHint: {
      rocks: 'Draw the edges of pores.',
      fibers: 'Draw the edges of fibers.',
      roots: 'Draw the edges of roots.',
    },
    label: 'Drawing pad',
    keys: 'Arrow keys move the tool, Shift with arrows draws, Enter sets a dot, a rectangle or a corner, brackets change the size, Ctrl+Z undoes. The examples below need no drawing.',
    tools: 'Tools',
    brush: 'Brush',
    eraser: 'Eraser',
    rectangle: 'Rectangle',
    polygon: 'Polygon',
    lasso: 'Lasso',
    undo: 'Undo on the pad',
    redo: 'Redo on the pad',
    clear: 'Clear the pad',
    size: 'Brush size',
    sizeText: (px: number) => `${px} px`,
    examples: 'Examples',
    example: {
      ring: 'Ring of pores',
      crack: 'Crack',
      packing: 'Packed fibers',
      gap: 'Fibers with a gap',
      branching: 'Branching root',
      pair: 'Two roots',
    },
    strength: 'How closely to follow',
    strengthHint: '1 as the model learnt, 0 not at all.',
    empty: 'The pad is empty, so slices are drawn freely.',
    drawn: 'The sketch',
    follows: (mean: number, chance: number, n: number) =>
      `Follows the sketch in ${decimal(100 * mean)} % of pixels (${slices(n)}); ${decimal(100 * chance)} % by chance alone.`,
    followsHint:
      'Pixels that are of the drawn phase after smoothing. By chance: the same shares, at places of their own.',
    outlined: 'Compare the slices with the outlines by eye: no number is measured for them.',
  },
  walk: {
    title: 'What each latent direction does',
    meaning:
      'One slice, moved along one direction at a time, in standard deviations of the prior. Directions stand in the order of how much the model tells in them (KL divergence).',
    draw: 'Draw the directions',
    drawnOf: (done: number, total: number) => `${done} of ${total} pictures`,
    direction: (rank: number, dimension: number) => `Direction ${rank}, z${dimension}`,
    kl: (nats: number) => `${decimal(nats, 1)} nats`,
    klHint: 'KL divergence from the prior, mean over slices: how much this number says of a slice.',
    changes: (attribute: string, from: string, to: string) => `${attribute} ${from} → ${to}`,
    same: 'changes no attribute clearly',
    difference: (rms: number) => `grey ± ${decimal(rms, 2)}`,
    differenceHint: 'Root mean square difference between the outermost pictures of the row.',
    cell: (rank: number, value: number) => `Direction ${rank} at ${decimal(value)}; set the slider there`,
  },
};
