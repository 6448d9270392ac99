import type en from '../en/gallery.ts';
import { intl } from '../intl.ts';

const { count, decimal, dateTime, list } = intl('de');
const runs = { one: 'Lauf', other: 'Läufe' };
const slices = { one: 'Schnitt', other: 'Schnitte' };

const size = (bytes: number) =>
  bytes < 999.5e6 ? `${decimal(bytes / 1e6, bytes < 9.95e6 ? 1 : 0)} MB` : `${decimal(bytes / 1e9, 1)} GB`;

const de: typeof en = {
  title: 'Galerie',
  lead: 'Behaltene Läufe, nur auf diesem Rechner, mit allem, was sie noch einmal entstehen lässt.',
  reading: 'Behaltene Läufe werden gelesen',
  empty: {
    heading: 'Noch ist nichts behalten',
    how: 'Unter den Schnitten im Bereich „Erzeugen“ auf „Behalten“ drücken oder einen früher gesicherten Satz einlesen.',
    sample: 'Zu „Erzeugen“',
  },
  none: 'Kein behaltener Lauf passt zu dieser Suche.',
  find: { search: 'Suchen', material: 'Material', model: 'Modell', all: 'Alle', clear: 'Alle zeigen' },
  shown: (shown, all) => (shown === all ? count(all, runs) : `${decimal(shown)} von ${count(all, runs)}`),
  storage: (kept, used, left) =>
    `Bilder behaltener Läufe: ${size(kept)}. Diese Seite belegt insgesamt ${size(used)}${left === null ? '' : `; rund ${size(left)} sind frei`}.`,
  lasting: 'Der Browser hat zugesagt, sie nicht von sich aus zu löschen.',
  passing: 'Bei voller Platte darf der Browser sie löschen; was bleiben muss, bitte als Satz sichern.',
  card: {
    select: (name) => `${name} auswählen`,
    cover: (shown, all) => (shown < all ? `Die ersten ${shown} von ${count(all, slices)}` : count(all, slices)),
    made: (date) => dateTime(date),
    count: (n) => count(n, slices),
    eight: '8 Bit',
  },
  chosen: {
    label: 'Ausgewählte Läufe',
    count: (n) => `${count(n, runs)} ausgewählt`,
    compare: 'Vergleichen',
    compareNeeds: 'Zum Vergleichen zwei oder mehr Läufe auswählen.',
    save: 'Als Satz sichern',
    remove: 'Löschen',
    none: 'Keinen auswählen',
    all: 'Alle auswählen',
  },
  removed: {
    sentence: (n) => `${count(n, runs)} gelöscht.`,
    undo: 'Rückgängig',
    settle: 'Endgültig löschen',
    meaning: 'Endgültig wird es beim Verlassen dieses Bereichs.',
  },
  set: {
    heading: 'Als Satz sichern',
    meaning:
      'Ein Zip mit Bildern, Masken, metadata.json und einem Datenblatt, das „synthetisch“ sagt: fertig zum Trainieren eines Segmentierungsnetzes und lesbar für die Galerie eines anderen Rechners.',
    format: 'Bilder',
    png: 'PNG, 8 Bit',
    tiff: 'TIFF-Stapel, 16 Bit',
    pngMeaning:
      'Eine Datei je Schnitt, wie die Seite ihn zeigt. Eine Galerie, die den Satz liest, bekommt 8 Bit je Pixel.',
    tiffMeaning:
      'Ein Stapel je Lauf mit allen 16 Bit. Eine Galerie, die den Satz liest, bekommt die Läufe vollständig.',
    save: (n) => `${count(n, runs)} sichern`,
    close: 'Schließen',
    saving: (done, total) =>
      `Wird gesichert: ${decimal(done)} von ${count(total, { one: 'Schnitt', other: 'Schnitten' })}`,
    saved: 'Der Satz ist gesichert.',
    read: 'Satz einlesen',
    reading: (done, total) =>
      `Wird eingelesen: ${decimal(done)} von ${count(total, { one: 'Schnitt', other: 'Schnitten' })}`,
    cancel: 'Abbrechen',
    report: (added, known) =>
      known === 0
        ? `${count(added, runs)} hinzugefügt.`
        : `${count(added, runs)} hinzugefügt; ${decimal(known)} waren schon da.`,
    cancelled: 'Abgebrochen. Vorher hinzugefügte Läufe bleiben.',
  },
  run: {
    back: 'Alle Läufe',
    gone: 'Dieser Lauf ist hier nicht behalten; vielleicht wurde er in einem anderen Tab gelöscht.',
    name: 'Name',
    note: 'Notiz',
    notKept: 'Das konnte nicht behalten werden; bitte noch einmal versuchen.',
    repeat: 'Wiederholen',
    repeatHint: 'Lässt im Bereich „Erzeugen“ genau dieselbe Anfrage noch einmal rechnen',
    measure: 'Messen',
    measureHint: 'Legt diese Schnitte in das Feld „Synthetisch“ des Bereichs „Messen“',
    unchanged: 'Das Modell ist noch dasselbe: Dieselbe Anfrage ergibt dieselben Schnitte.',
    changed: (then, now) =>
      then === now
        ? `Das Modell hat sich seitdem geändert, unter derselben Version ${now}: Dieselbe Anfrage ergibt nun andere Schnitte.`
        : `Das Modell hat sich seitdem geändert, von Version ${then} zu ${now}: Dieselbe Anfrage ergibt nun andere Schnitte.`,
    unknown: (model) =>
      `${model} gibt es hier nicht mehr: Die Schnitte bleiben, können aber nicht noch einmal entstehen.`,
    eight:
      'Diese Schnitte kamen aus Dateien mit 8 Bit, feine Graustufen fehlen daher; „Wiederholen“ lässt sie neu entstehen.',
    pictures: 'Schnitte',
    large: (slice) => `${slice}, groß`,
    settings: 'Wie er entstand',
    kept: 'Behalten am',
  },
  compare: {
    heading: 'Vergleich',
    differ: 'Was sich unterscheidet',
    same: 'Was gleich ist',
    nothing: 'Nichts unterscheidet sich außer der Zeit.',
    setting: 'Einstellung',
  },
  fields: {
    material: 'Material',
    look: 'Aussehen',
    model: 'Modell',
    version: 'Version des Modells',
    seed: 'Seed',
    count: 'Schnitte',
    size: 'Größe',
    sampler: 'Sampler',
    schedule: 'Zeitplan des Rauschens',
    steps: 'Schritte',
    stochasticity: 'Frisches Rauschen',
    guidance: 'Guidance',
    attributeGuidance: (attribute) => `Guidance: ${attribute}`,
    classifierGuidance: 'Klassifikator-Guidance',
    truncation: 'Trunkierung ψ',
    latent: 'Latente Koordinaten',
    interpolateTo: 'Interpoliert bis Seed',
    mixWith: 'Zweiter Stil, Seed',
    mixFrom: 'Zweiter Stil ab Schicht',
    pictures: 'Gegebene Bilder',
    asked: (attribute) => `${attribute}, verlangt`,
    measured: (attribute) => `${attribute}, gemessen`,
    backend: 'Gerechnet auf',
    note: 'Notiz',
    bits: 'Behaltene Bits',
  },
  values: {
    usual: 'üblich',
    drawn: 'wie im Material',
    notAsked: 'der Skizze überlassen',
    none: 'keine',
    pixels: (width, height) => `${decimal(width)} × ${decimal(height)} px`,
    spread: (mean, deviation) => (deviation === null ? mean : `${mean} ± ${deviation}`),
    like: 'ein Vorbild',
    from: 'ein Ausgangsbild',
    sketch: 'eine Skizze',
    list,
  },
  failed:
    'Etwas ist schiefgegangen, das die Seite nicht kennt. Bitte neu laden und noch einmal versuchen; alles Behaltene ist noch da.',
};
export default de;
