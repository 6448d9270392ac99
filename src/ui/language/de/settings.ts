import type en from '../en/settings.ts';

const de: typeof en = {
  title: 'Einstellungen',
  backend: {
    legend: 'Backend',
    auto: 'Automatisch',
    meaning:
      'Automatisch misst jedes Modell einmal auf diesem Rechner und bleibt beim schnelleren Weg. WebGPU rechnet auf der GPU, WASM auf der CPU. Eine Änderung gilt ab dem nächsten Lauf; wo WebGPU fehlt, rechnet WASM.',
  },
  theme: {
    legend: 'Farbschema',
    system: 'System',
    light: 'Hell',
    dark: 'Dunkel',
    meaning: 'Das Feld um die Bilder hat in beiden dasselbe Grau.',
  },
  language: {
    legend: 'Sprache',
    system: 'Browser',
    meaning: 'Eine Änderung gilt sofort.',
    incomplete:
      'Einige Sätze konnten nicht geladen werden und stehen auf Englisch da. Bitte die Verbindung prüfen und die Sprache noch einmal wählen.',
  },
  notKept: 'Dieser Browser behält für diese Seite keine Einstellungen; sie gelten, bis die Seite geschlossen wird.',
  models: {
    heading: 'Modelle auf diesem Rechner',
    meaning: 'Geladene Modelle bleiben in diesem Browser, damit sie sofort und ohne Netz bereitstehen.',
    remove: 'Geladene Modelle löschen',
    removed: 'Gelöscht. Ein Modell wird wieder geladen, sobald es gebraucht wird.',
  },
  hosted: {
    heading: 'Gehostete Modelle',
    notLoaded: 'Dieser Teil konnte nicht geladen werden. Bitte die Verbindung prüfen und die Seite neu laden.',
  },
};
export default de;
