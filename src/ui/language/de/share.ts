import { intl } from '../intl.ts';
import type en from '../en/share.ts';

const { list } = intl('de');

const de: typeof en = {
  copy: 'Link kopieren',
  copied: 'Kopiert',
  linkCopied: 'Link kopiert.',
  qr: 'Als QR-Code teilen',
  hints: {
    slices: 'Ein Link, der diese Schnitte noch einmal zeichnet',
    withoutPictures:
      'Ein Link mit diesen Einstellungen und Seeds, ohne das Bild oder die Skizze: Er zeichnet andere Schnitte',
    lab: 'Ein Link, der das Labor mit diesen Einstellungen öffnet',
    step: 'Ein Link, der diesen Schritt öffnet',
    lesson: 'Ein Link, der diese Lektion öffnet',
    page: 'Ein Link, der diese Seite öffnet',
  },
  notLoaded: 'Der QR-Code konnte nicht geladen werden. Bitte die Verbindung prüfen und die Seite neu laden.',

  title: 'Teilen',
  about: (what, which) => `${what}: ${which}`,
  meanings: {
    slices:
      'Der Link enthält die Einstellungen und die Seeds, nie ein Bild: Wer ihn öffnet, zeichnet auf dem eigenen Rechner dasselbe.',
    withoutPictures:
      'Der Link enthält die Einstellungen und die Seeds, aber nicht das Bild oder die Skizze von hier: Wer ihn öffnet, zeichnet andere Schnitte.',
    step: 'Der Link öffnet diesen Schritt, ohne etwas, das hier geantwortet oder gemessen wurde.',
    lesson: 'Der Link öffnet diese Lektion: beim ersten Mal am Anfang, danach dort, wo sie verlassen wurde.',
    study: 'Der Link enthält die Einstellungen und den Seed: Wer ihn öffnet, sieht dieselben Paare.',
    page: 'Der Link öffnet diese Seite.',
  },
  pointCamera: 'Die Kamera eines Telefons oder Tablets auf den Code richten.',
  code: 'QR-Code des Links',
  link: 'Link zum Kopieren',
  cannotCopy:
    'Dieser Browser gibt die Zwischenablage nicht frei. Der Link ist markiert und lässt sich mit der Tastatur oder dem Menü kopieren.',
  large: 'Bildschirm füllen',
  small: 'Kleiner',
  close: 'Schließen',
  here: 'Diese Seite kommt von diesem Rechner, darum öffnet sich der Link nur auf diesem Rechner.',
  file: 'Diese Seite wurde als Datei geöffnet, darum öffnet sich der Link nur auf diesem Rechner; andere öffnen ihre eigene Kopie und wählen dieselben Einstellungen.',
  tooLong: 'Dieser Link ist zu lang für einen QR-Code; bitte stattdessen kopieren.',

  parts: {
    model: 'das Modell',
    material: 'das Material',
    look: 'das Aussehen',
    count: 'die Anzahl der Schnitte',
    seed: 'der Seed',
    areaFraction: 'der Flächenanteil',
    featureSize: 'die Strukturgröße',
    noise: 'das Rauschen des Geräts',
    steps: 'die Zahl der Schritte',
    sampler: 'der Sampler',
    schedule: 'der Zeitplan des Rauschens',
    stochasticity: 'der Anteil frischen Rauschens',
    guidance: 'die Guidance',
    attributeGuidance: 'die Guidance einzelner Eigenschaften',
    classifierGuidance: 'die Guidance durch den Klassifikator',
    truncation: 'die Trunkierung',
    latent: 'die latenten Koordinaten',
    interpolateTo: 'der zweite Seed',
    mixWith: 'der zweite Stil',
    mixFrom: 'die Schicht des zweiten Stils',
    lab: 'Einstellungen des Labors',
    unknown: 'etwas, das diese Seite nicht kennt',
  },
  pictures: {
    like: 'einem Vorbild',
    sketch: 'einer Skizze',
    from: 'einem Ausgangsbild',
  },
  withPictures: (pictures) =>
    `Die geteilten Schnitte entstanden mit ${list(pictures)}. Ein Link enthält weder Bilder noch Skizzen, darum sind die Schnitte hier andere.`,
  notUsed: (parts) => `Von diesem Link nicht verwendet: ${list(parts)}; alles andere schon.`,
  otherVersion:
    'Dieser Link wurde für eine andere Fassung von Specimen gemacht. Neu laden bringt die neueste Fassung der Seite.',
};
export default de;
