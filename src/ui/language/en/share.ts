/** Share links: the two buttons, the dialog with the QR code, and what is said of a link that was followed in part. */
import { intl } from '../intl.ts';

const { list } = intl('en');

export default {
  copy: 'Copy link',
  copied: 'Copied',
  linkCopied: 'Link copied.',
  qr: 'Share as QR code',
  hints: {
    slices: 'A link that draws these slices again',
    withoutPictures: 'A link with these settings and seeds, without the picture or sketch: it draws other slices',
    lab: 'A link that opens the Lab with these settings',
    step: 'A link that opens this step',
    lesson: 'A link that opens this lesson',
    page: 'A link that opens this page',
  },
  notLoaded: 'The QR code could not be loaded; check the connection and reload the page.',

  title: 'Share',
  about: (what: string, which: string) => `${what}: ${which}`,
  meanings: {
    slices:
      'The link holds the settings and the seeds, never a picture: whoever opens it draws the same on their own computer.',
    withoutPictures:
      'The link holds the settings and the seeds, but not the picture or sketch that was used here: whoever opens it draws other slices.',
    step: 'The link opens this step, with nothing that was answered or measured here.',
    lesson: 'The link opens this lesson, for each where they left it, and at its beginning the first time.',
    study: 'The link holds the settings and the seed: whoever opens it sees the same pairs.',
    page: 'The link opens this page.',
  },
  pointCamera: 'Point the camera of a phone or tablet at the code.',
  code: 'QR code of the link',
  link: 'Link',
  cannotCopy:
    'This browser keeps the clipboard to itself; the link is marked, so copy it with the keyboard or the menu.',
  large: 'Fill the screen',
  small: 'Smaller',
  close: 'Close',
  here: 'This page is served by this computer, so the link opens on this computer only.',
  file: 'This page was opened from a file, so the link opens on this computer only; others open their own copy and choose the same settings.',
  tooLong: 'This link is too long for a QR code; copy it instead.',

  parts: {
    model: 'the model',
    material: 'the material',
    look: 'the look',
    count: 'how many slices',
    seed: 'the seed',
    areaFraction: 'the area fraction',
    featureSize: 'the feature size',
    noise: 'the instrument noise',
    steps: 'the number of steps',
    sampler: 'the sampler',
    schedule: 'the noise schedule',
    stochasticity: 'the share of fresh noise',
    guidance: 'the guidance',
    attributeGuidance: 'the guidance of attributes',
    classifierGuidance: 'the classifier guidance',
    truncation: 'the truncation',
    latent: 'the latent coordinates',
    interpolateTo: 'the second seed',
    mixWith: 'the second style',
    mixFrom: 'the layer of the second style',
    lab: 'settings of the Lab',
    unknown: 'something this page does not know',
  },
  pictures: {
    like: 'a picture to resemble',
    sketch: 'a sketch',
    from: 'a picture to start from',
  },
  /** @param pictures one or more of the above */
  withPictures: (pictures: string[]) =>
    `The slices that were shared were drawn with ${list(pictures)}. A link holds neither pictures nor sketches, so the slices here are others.`,
  /** @param parts one or more of the parts */
  notUsed: (parts: string[]) => `Not used of this link: ${list(parts)}; everything else of it was.`,
  otherVersion: 'This link was made for another version of Specimen; reload the page to have the newest.',
};
