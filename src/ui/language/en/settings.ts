/** The Settings screen, without its part on hosted models. */
export default {
  title: 'Settings',
  backend: {
    legend: 'Backend',
    auto: 'Automatic',
    meaning:
      'Automatic measures each model once on this computer and keeps to the faster. WebGPU draws on the GPU, WASM on the CPU. A change takes effect at the next run; where WebGPU is missing, WASM draws.',
  },
  theme: {
    legend: 'Theme',
    system: 'System',
    light: 'Light',
    dark: 'Dark',
    meaning: 'The field around the pictures is the same grey in both.',
  },
  language: {
    legend: 'Language',
    system: 'Browser’s',
    meaning: 'A change takes effect at once.',
    incomplete:
      'Some sentences could not be loaded and stand in English; check the connection and choose the language again.',
  },
  notKept: 'This browser does not keep settings for this site; they hold until the page is closed.',
  models: {
    heading: 'Models on this computer',
    meaning: 'Downloaded models are kept in this browser, so that they load at once and without a network.',
    remove: 'Delete downloaded models',
    removed: 'Deleted. A model is downloaded again when it is next used.',
  },
  hosted: {
    heading: 'Hosted models',
    notLoaded: 'This part could not be loaded; check the connection and reload the page.',
  },
};
