/** What the page keeps for use without a network, and the page in one file. */
export default {
  heading: 'Without a network',
  meaning:
    'What was used once works again without a network. For a class, keep all of it beforehand: every model and the runtime that draws.',
  size: (kept: string, total: string) => `${kept} of ${total} are on this computer.`,
  keep: 'Keep everything for offline',
  keeping: 'Keeping everything for offline',
  cancel: 'Cancel',
  complete: (total: string) => `Everything is on this computer (${total}): the page works without a network.`,
  pageNotKept:
    'This browser does not keep the page itself here (private window, or a page from a file), so keep this page open.',
  file: {
    heading: 'On a USB stick',
    meaning:
      'The whole page as one file, with runtime and models. Copied to any computer, it opens with a double click in the browser and needs no network.',
    limits:
      'As a file it cannot update itself, and each copy keeps its own settings. Proven in Chromium (Chrome, Edge); other browsers may not let a file start its workers.',
    make: 'Make the offline file',
    making: 'Making the offline file',
    made: (size: string) => `Made: specimen-offline.html, ${size}.`,
    failed: 'The file could not be made; check the connection and press again, or reload the page.',
    already: 'This page is such a file already: copy it as it is.',
  },
};
