import type en from '../en/shell.ts';

const de: typeof en = {
  screens: {
    sample: 'Erzeugen',
    lab: 'Labor',
    studio: 'Studio',
    measure: 'Messen',
    learn: 'Lernen',
    gallery: 'Galerie',
    settings: 'Einstellungen',
  },
  navigation: 'Bereiche',
  loading: (screen) => `${screen} wird geladen`,
  notLoaded: (screen) =>
    `„${screen}“ konnte nicht geladen werden. Bitte die Verbindung prüfen und die Seite neu laden.`,
  update: {
    label: 'Neue Version',
    ready: 'Eine neuere Version dieser Seite liegt bereit.',
    reload: 'Mit ihr neu laden',
    elsewhere:
      'Specimen ist noch in einem anderen Tab geöffnet. Bitte zuerst jenen schließen, damit dort nichts verloren geht.',
  },
  presenter: {
    name: 'Vortragsansicht',
    title: 'Vortragsansicht: große Schrift, Pfeiltasten (Umschalt+P)',
    leave: 'Vortragsansicht verlassen',
    paused: 'Lektion angehalten. „Lernen“ in der Navigation setzt sie fort.',
  },
  backend: {
    starting: 'Startet',
    onGpu: 'Auf dieser GPU',
    onCpu: 'Auf dieser CPU',
    stay: (backend, sendable) =>
      `${backend === null ? '' : `(${backend}) `}· Bilder bleiben auf diesem Rechner${sendable ? ', solange Sie keines senden' : ''}`,
    details: 'Wo die Bilder entstehen',
    title: (sendable) => `Bilder bleiben auf diesem Rechner${sendable ? ', solange Sie keines senden' : ''}`,
    local: 'Die Modelle laufen in diesem Browser. Kein Bild und keine Einstellung wird irgendwohin gesendet.',
    sendable:
      'Die Modelle laufen in diesem Browser. Auch ein gehostetes Modell steht offen: Es bekommt ein Bild nur, wenn Sie die Schaltfläche mit seinem Namen drücken.',
    backend: 'Backend',
    why: 'Grund',
    arithmetic: 'Rechnet in',
    arithmeticOf: (type, reason) => `${type}: ${reason}`,
    sameSeed:
      'Derselbe Seed ergibt auf jedem Rechner dasselbe Rauschen; einzelne Pixel können sich zwischen Backends durch Rundung unterscheiden. Backend wählen unter',
    notYet: 'Das Backend wird gewählt, wenn das erste Modell läuft.',
  },
};
export default de;
