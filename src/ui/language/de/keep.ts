import type en from '../en/keep.ts';

const de: typeof en = {
  keep: 'Behalten',
  hint: 'Behält diese Schnitte in der Galerie auf diesem Rechner, mit allem, was sie noch einmal entstehen lässt',
  keeping: 'Wird behalten',
  kept: 'Behalten',
  where: 'In der Galerie',
  said: 'In der Galerie auf diesem Rechner behalten.',
  before: 'Diese Schnitte sind schon in der Galerie.',
  undo: 'Rückgängig',
  undone: 'Nicht mehr behalten.',
  failed:
    'Der Teil der Seite, der Läufe behält, konnte nicht geladen werden. Bitte den Link dieser Schnitte kopieren, die Verbindung prüfen und ihn neu öffnen.',
};
export default de;
