import type en from '../en/offline.ts';

const de: typeof en = {
  heading: 'Ohne Netz',
  meaning:
    'Was einmal benutzt wurde, geht auch ohne Netz. Für eine Klasse lässt sich vorher alles behalten: jedes Modell und die Laufzeitumgebung, die zeichnet.',
  size: (kept, total) => `${kept} von ${total} sind auf diesem Rechner.`,
  keep: 'Alles für offline behalten',
  keeping: 'Alles wird für offline behalten',
  cancel: 'Abbrechen',
  complete: (total) => `Alles ist auf diesem Rechner (${total}): Die Seite geht ohne Netz.`,
  pageNotKept:
    'Dieser Browser behält die Seite selbst hier nicht (privates Fenster oder Seite aus einer Datei). Sie bitte geöffnet lassen.',
  file: {
    heading: 'Auf einem USB-Stick',
    meaning:
      'Die ganze Seite als eine Datei, mit Laufzeitumgebung und Modellen. Auf einen beliebigen Rechner kopiert, öffnet sie sich mit einem Doppelklick im Browser und braucht kein Netz.',
    limits:
      'Als Datei kann sie sich nicht selbst erneuern, und jede Kopie behält eigene Einstellungen. Erprobt in Chromium (Chrome, Edge); andere Browser lassen eine Datei vielleicht keine Worker starten.',
    make: 'Offline-Datei erstellen',
    making: 'Die Offline-Datei entsteht',
    made: (size) => `Erstellt: specimen-offline.html, ${size}.`,
    failed:
      'Die Datei konnte nicht erstellt werden. Bitte die Verbindung prüfen und noch einmal drücken oder die Seite neu laden.',
    already: 'Diese Seite ist schon eine solche Datei: Sie lässt sich kopieren, wie sie ist.',
  },
};
export default de;
