/** What frames every screen. */
export default {
  screens: {
    sample: 'Sample',
    lab: 'Lab',
    studio: 'Studio',
    measure: 'Measure',
    learn: 'Learn',
    gallery: 'Gallery',
    settings: 'Settings',
  },
  navigation: 'Screens',
  loading: (screen: string) => `Loading ${screen}`,
  notLoaded: (screen: string) => `${screen} could not be loaded; check the connection and reload the page.`,
  update: {
    label: 'New version',
    ready: 'A newer version of this page is ready.',
    reload: 'Reload with it',
    elsewhere: 'Specimen is open in another tab too; close that one first, so that nothing in it is lost.',
  },
  presenter: {
    name: 'Presenter view',
    title: 'Presenter view: large type, arrow keys (Shift+P)',
    leave: 'Leave the presenter view',
    paused: 'Lesson paused. Learn, in the navigation, goes on with it.',
  },
  backend: {
    starting: 'Starting',
    onGpu: 'On this GPU',
    onCpu: 'On this CPU',
    /** @param backend such as “WebGPU”; null before the first run */
    stay: (backend: string | null, sendable: boolean) =>
      `${backend === null ? '' : `(${backend}) `}· images stay on this computer${sendable ? ' unless you send one' : ''}`,
    details: 'Where the pictures are made',
    title: (sendable: boolean) => `Images stay on this computer${sendable ? ' unless you send one' : ''}`,
    local: 'The models run in this browser. No picture and no setting is sent anywhere.',
    sendable:
      'The models run in this browser. A hosted model is open too: it gets a picture only when you press the button that names it.',
    backend: 'Backend',
    why: 'Why',
    arithmetic: 'Arithmetic',
    arithmeticOf: (type: 'float16' | 'float32', reason: string) => `${type}: ${reason}`,
    sameSeed:
      'The same seed gives the same noise on every machine; pixels may differ by rounding between backends. Choose a backend in',
    notYet: 'The backend is chosen when the first model runs.',
  },
};
