/** What is said of files and of how they were brought to size; a part of `../spoken.ts`. */
const de: Record<string, string> = {
  // Files
  'Reading the files failed; choose fewer or smaller ones and try again.':
    'Die Dateien ließen sich nicht lesen. Bitte weniger oder kleinere wählen und noch einmal versuchen.',
  'It has {0} GB, and files up to {1} GB are read; split it into parts.':
    'Sie hat {0} GB, und gelesen werden Dateien bis {1} GB; bitte aufteilen.',
  'It is a zip inside a zip; unpack it first.': 'Ein Zip im Zip; bitte zuerst entpacken.',
  'It is a zip, and a picture is needed here; unpack it first.':
    'Ein Zip, gebraucht wird hier aber ein Bild; bitte zuerst entpacken.',
  'Label images, masks, requests and JSON files go with slices and are not measured as slices.':
    'Labelbilder, Masken, Anfragen und JSON-Dateien gehören zu Schnitten und werden nicht als Schnitte gemessen.',
  'It is empty or cannot be read; choose another file.': 'Leer oder nicht lesbar; bitte eine andere Datei wählen.',
  'It is no PNG, JPEG, TIFF or zip; choose another file.':
    'Weder PNG noch JPEG, TIFF oder Zip; bitte eine andere Datei wählen.',
  'All its pixels have the same grey, {0}, so there is nothing to measure in it.':
    'Alle Pixel haben denselben Grauwert {0}, zu messen ist darin also nichts.',
  'All its pixels have the same grey, so there is nothing for a model to go by.':
    'Alle Pixel haben denselben Grauwert, ein Modell hat also keinen Anhalt.',
  'Its greys fill only {0} % of the range from black to white; stretch its contrast before opening it, or the models will see little.':
    'Die Grauwerte füllen nur {0} % des Bereichs von Schwarz bis Weiß. Bitte vor dem Öffnen den Kontrast strecken, sonst sehen die Modelle wenig.',
  'It holds NaN or infinite values, which have no grey; fill them in and save it again.':
    'Enthält NaN oder unendliche Werte, die keinen Grauwert haben; bitte auffüllen und neu speichern.',
  'It is {0}×{1} and would have to be enlarged to {2}×{3}; choose a smaller size.':
    '{0}×{1}, müsste also auf {2}×{3} vergrößert werden; bitte eine kleinere Größe wählen.',
  'It is {0}×{1}, and the models look at {2}×{3} pixels at least; choose a larger picture.':
    '{0}×{1}, die Modelle brauchen aber mindestens {2}×{3} Pixel; bitte ein größeres Bild wählen.',
  'It is {0}×{1}, and up to {2}×{3} is opened; cut out the part to edit.':
    '{0}×{1}, geöffnet wird aber bis {2}×{3}; bitte den Teil ausschneiden, der bearbeitet werden soll.',
  'It has {0}×{1} pixels, and up to 50 million are read; cut it into tiles.':
    '{0}×{1} Pixel, gelesen werden bis 50 Millionen; bitte in Kacheln zerlegen.',
  'It has {0} {1}; choose one of them.': 'Es gibt {0} {1}; bitte davon wählen.',
  page: 'Seite',
  pages: 'Seiten',
  'The JPEG is CMYK, four printing inks that give no grey level by themselves; save it as grey or RGB.':
    'Das JPEG ist CMYK, vier Druckfarben, die für sich keinen Grauwert ergeben; bitte in Grau oder RGB speichern.',
  'The TIFF is CMYK, four printing inks that give no grey level by themselves; save it as grey or RGB.':
    'Das TIFF ist CMYK, vier Druckfarben, die für sich keinen Grauwert ergeben; bitte in Grau oder RGB speichern.',
  'The JPEG is cut off or damaged; save or copy it again.':
    'Das JPEG ist abgeschnitten oder beschädigt; bitte neu speichern oder kopieren.',
  'The PNG is cut off or damaged; save or copy it again.':
    'Das PNG ist abgeschnitten oder beschädigt; bitte neu speichern oder kopieren.',
  'The TIFF has several channels of a number of bits that is no multiple of 8; save it with 8 or 16 bits, or one channel alone.':
    'Das TIFF hat mehrere Kanäle, deren Bitzahl kein Vielfaches von 8 ist. Bitte mit 8 oder 16 Bit sichern oder einen Kanal allein.',
  'The PNG is interlaced and has fewer than 8 bits per pixel, which is not read; save it again without interlacing.':
    'Das PNG ist verschränkt (interlaced) und hat weniger als 8 Bit pro Pixel, was nicht gelesen wird; bitte ohne Interlacing neu speichern.',
  'The TIFF is cut off, damaged or packed in a way that is not read; save it again uncompressed.':
    'Das TIFF ist abgeschnitten, beschädigt oder auf eine Weise gepackt, die nicht gelesen wird; bitte unkomprimiert neu speichern.',
  'The zip holds no files.': 'Das Zip enthält keine Dateien.',
  'A set holds at most {0} images of this size; the rest was not read.':
    'Eine Menge fasst höchstens {0} Bilder dieser Größe; die übrigen wurden nicht gelesen.',
  'It could not be read; check that it opens elsewhere.':
    'Ließ sich nicht lesen; bitte prüfen, ob es sich anderswo öffnen lässt.',
  'It could not be unpacked, because it is damaged or encrypted; pack it again.':
    'Ließ sich nicht entpacken, weil es beschädigt oder verschlüsselt ist; bitte neu packen.',
  'It unpacks to more than 256 MB; leave it out or cut it.':
    'Entpackt mehr als 256 MB; bitte weglassen oder zerteilen.',
  'It is packed in a way that is not read; pack it again as an ordinary zip.':
    'Auf eine Weise gepackt, die nicht gelesen wird; bitte neu als gewöhnliches Zip packen.',
  'The zip is cut off or damaged; copy or download it again.':
    'Das Zip ist abgeschnitten oder beschädigt; bitte neu kopieren oder herunterladen.',
  'The zip holds more than 100,000 files; pack fewer of them.':
    'Das Zip enthält mehr als 100.000 Dateien; bitte weniger packen.',
  'The zip unpacks to more than 8 GB; the rest was not read.':
    'Das Zip entpackt mehr als 8 GB; der Rest wurde nicht gelesen.',

  // How a file was brought to size, step by step
  '{0} bit': '{0} Bit',
  '{0} bit float': '{0} Bit Gleitkomma',
  '{0} bit signed': '{0} Bit mit Vorzeichen',
  palette: 'Palette',
  'RGB → luminance': 'RGB → Helligkeit',
  'transparency over black': 'Durchsichtiges über Schwarz',
  'white is zero': 'Weiß ist null',
  inverted: 'umgekehrt',
  'other channels left out': 'weitere Kanäle ausgelassen',
  'grey {0}..{1} → [0, 1]': 'Grau {0}..{1} → [0, 1]',
  'centre {0} of {1}': 'Mitte {0} von {1}',
  'mean of {0} → {1}': 'Mittel aus {0} → {1}',
  'values {0} to {1} → 16 bit': 'Werte {0} bis {1} → 16 Bit',
  'values + {0}': 'Werte + {0}',
  'values × {0}': 'Werte × {0}',
};
export default de;
