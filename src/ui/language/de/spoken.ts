import files from './spoken/files.ts';
import hosted from './spoken/hosted.ts';

/** By the English sentence; `{0}`, `{1}` … are its values in the order in which they stand there. See `../spoken.ts`. */
const de: Record<string, string> = {
  ...files,
  ...hosted,
  // The engine and its runtime
  'The engine did not answer and was started again.': 'Der Rechenkern hat nicht geantwortet und wurde neu gestartet.',
  'The engine stopped unexpectedly; try again to start it anew.':
    'Der Rechenkern ist unerwartet stehen geblieben; ein neuer Versuch startet ihn wieder.',
  'The engine stopped for a reason it does not know. Try again; if it repeats, reload the page.':
    'Der Rechenkern ist aus unbekanntem Grund stehen geblieben. Bitte noch einmal versuchen; geschieht es wieder, die Seite neu laden.',
  'The page was left.': 'Die Seite wurde verlassen.',
  'The GPU could not give its results; choose fewer images, or WASM in Settings.':
    'Die GPU konnte ihre Ergebnisse nicht liefern. Bitte weniger Bilder wählen oder WASM in den Einstellungen.',
  'The GPU went away; start again to go on.': 'Die GPU ist nicht mehr da; ein neuer Start führt weiter.',
  'The model could not run on this machine; choose another model, or WASM in Settings.':
    'Das Modell konnte auf diesem Rechner nicht laufen. Bitte ein anderes wählen oder WASM in den Einstellungen.',
  'The runtime that draws the slices could not be loaded; check the connection and reload the page.':
    'Die Laufzeit, die die Schnitte erzeugt, konnte nicht geladen werden. Bitte die Verbindung prüfen und die Seite neu laden.',
  'The runtime that draws the slices could not be downloaded; check the connection and press again.':
    'Die Laufzeit, die die Schnitte erzeugt, konnte nicht heruntergeladen werden. Bitte die Verbindung prüfen und noch einmal drücken.',
  '{0} returned an empty picture on this machine; choose another model, or WASM in Settings.':
    '{0} hat auf diesem Rechner ein leeres Bild ergeben. Bitte ein anderes Modell wählen oder WASM in den Einstellungen.',
  '{0} does not reproduce its test values on this machine, so its numbers could not be trusted.':
    '{0} gibt auf diesem Rechner seine Testwerte nicht wieder, den Zahlen wäre also nicht zu trauen.',
  '{0} does not reproduce its test values on this machine, so its pictures could not be trusted; choose another model.':
    '{0} gibt auf diesem Rechner seine Testwerte nicht wieder, den Bildern wäre also nicht zu trauen. Bitte ein anderes Modell wählen.',
  '{0} does not reproduce the test values of its projection on this machine; choose WASM in Settings, or another model.':
    'Die Projektion von {0} gibt auf diesem Rechner ihre Testwerte nicht wieder. Bitte WASM in den Einstellungen wählen oder ein anderes Modell.',
  '{0} does not reproduce the test values of its encoder on this machine; choose WASM in Settings, or start from a seed.':
    'Der Encoder von {0} gibt auf diesem Rechner seine Testwerte nicht wieder. Bitte WASM in den Einstellungen wählen oder von einem Seed ausgehen.',

  // Models and their files
  'The {0} is not readable JSON; choose another model or reload the page.':
    'Nicht lesbar als JSON: {0}. Bitte ein anderes Modell wählen oder die Seite neu laden.',
  'The {0} is not valid at “{1}”; choose another model or reload the page.':
    'Nicht gültig bei „{1}“: {0}. Bitte ein anderes Modell wählen oder die Seite neu laden.',
  'The {0} could not be downloaded; check the connection and try again, or choose a model that was used before.':
    'Nicht heruntergeladen: {0}. Bitte die Verbindung prüfen und noch einmal versuchen, oder ein Modell wählen, das schon benutzt wurde.',
  'list of models': 'die Liste der Modelle',
  'card of the extractor': 'die Karte des Merkmalsnetzes',
  'card of {0}': 'die Karte von {0}',
  catalogue: 'der Katalog',
  'The card of {0} belongs to another model; choose another model.':
    'Die Karte von {0} gehört zu einem anderen Modell; bitte ein anderes wählen.',
  'The file of {0} arrived damaged twice; check the connection and try again, or choose another model.':
    'Die Datei von {0} kam zweimal beschädigt an. Bitte die Verbindung prüfen und noch einmal versuchen, oder ein anderes Modell wählen.',
  'There is no model “{0}”; choose one of {1}.': 'Ein Modell „{0}“ gibt es nicht; es gibt {1}.',
  'The catalogue holds no diffusion model with all noise levels; reload the page.':
    'Der Katalog enthält kein Diffusionsmodell mit allen Rauschstufen; bitte die Seite neu laden.',
  '{0} was not trained on {1} with this look; choose another.':
    '{0} wurde nicht an {1} mit diesem Aussehen trainiert; bitte ein anderes wählen.',
  '{0} is no diffusion model; choose one that is.': '{0} ist kein Diffusionsmodell; bitte eines wählen.',
  '{0} cannot edit; choose a diffusion model.': '{0} kann nicht bearbeiten; bitte ein Diffusionsmodell wählen.',
  '{0} has no {1}.': '{0} fehlt: {1}.',

  // Requests
  '{0} must be a whole number from {1} to {2}.': '{0} muss eine ganze Zahl von {1} bis {2} sein.',
  '{0} must be a number from {1} to {2}.': '{0} muss eine Zahl von {1} bis {2} sein.',
  'The seed': 'Der Seed',
  'The second seed': 'Der zweite Seed',
  'The number of steps': 'Die Anzahl der Schritte',
  'The guidance of instruct': 'Die Guidance von instruct',
  'The area fraction': 'Der Flächenanteil',
  'The noise': 'Das Rauschen',
  'The feature size must be a number of pixels above 0.': 'Die Strukturgröße muss eine Zahl von Pixeln über 0 sein.',
  'Only repaint repeats its steps, and {0} does not; leave resampling out.':
    'Nur repaint wiederholt seine Schritte, {0} nicht; bitte das Wiederholen weglassen.',
  'Only instruct is guided by the picture, and {0} is not; leave image guidance out.':
    'Nur instruct wird vom Bild geführt, {0} nicht; bitte die Führung durch das Bild weglassen.',
  'The sampler {0} has no share of fresh noise to set; choose heun or ddim, or leave it out.':
    'Beim Sampler {0} lässt sich kein Anteil frischen Rauschens einstellen; bitte heun oder ddim wählen oder ihn weglassen.',
  'DiffEdit draws no noise, so all alternatives would be the same; ask for one.':
    'DiffEdit zieht kein Rauschen, also wären alle Alternativen gleich; bitte eine verlangen.',
  '{0} draws {1} with a {2} look only.': '{0} erzeugt {1} nur mit dem Aussehen {2}.',
  '{0} does not draw {1}.': '{0} erzeugt {1} nicht.',
  '{0} does not know {1} with a {2} look.': '{0} kennt {1} mit dem Aussehen {2} nicht.',
  rocks: 'Gesteine',
  fibers: 'Fasern',
  roots: 'Wurzeln',
  real: 'real',
  simulated: 'simuliert',
  'The picture to start from has {0}×{1} pixels, and {2} encodes {3}×{4}; cut or shrink it.':
    'Das Ausgangsbild hat {0}×{1} Pixel, und {2} kodiert {3}×{4}; bitte zuschneiden oder verkleinern.',
  'The picture to resemble has {0}×{1} pixels and needs {2} each way; choose a larger one.':
    'Das Bild, dem es ähneln soll, hat {0}×{1} Pixel und braucht {2} in jeder Richtung; bitte ein größeres wählen.',
  'The picture to resemble has {0}×{1} pixels, and at most as many as {2}×{3} are looked at; cut or shrink it.':
    'Das Bild, dem es ähneln soll, hat {0}×{1} Pixel, und höchstens so viele wie {2}×{3} werden betrachtet; bitte zuschneiden oder verkleinern.',
  'The picture has {0}×{1} pixels; {2} needs at least {3} each way, so open a larger one.':
    'Das Bild hat {0}×{1} Pixel; {2} braucht mindestens {3} in jeder Richtung, bitte ein größeres öffnen.',
  'The region has {0}×{1} pixels, and at most as many as {2}×{3} are edited at once; paint a smaller mask.':
    'Der Bereich hat {0}×{1} Pixel, und höchstens so viele wie {2}×{3} werden auf einmal bearbeitet; bitte eine kleinere Maske malen.',
  'The words change nothing that can be found in this picture; ask for more.':
    'Die Worte ändern nichts, was in diesem Bild zu finden wäre; bitte mehr verlangen.',

  // Which backend, and why
  'chosen in Settings': 'in den Einstellungen gewählt',
  'the GPU went away repeatedly': 'die GPU ist wiederholt ausgefallen',
  'this browser offers no WebGPU adapter': 'dieser Browser bietet keinen WebGPU-Adapter',
  'this browser lacks JavaScript Promise Integration, which the WebGPU runtime needs':
    'diesem Browser fehlt JavaScript Promise Integration, die die WebGPU-Laufzeit braucht',
  'the only WebGPU adapter is a software one, which is slower':
    'der einzige WebGPU-Adapter ist einer in Software, und der ist langsamer',
  'The Studio is open in another tab too, and that one is kept for next time; close it to keep this one, or save what you want to keep.':
    'Das Studio ist auch in einem anderen Tab offen, und jenes wird fürs nächste Mal aufbewahrt. Bitte jenen Tab schließen, um dieses aufzubewahren, oder sichern, was bleiben soll.',
  'measured on this machine': 'auf diesem Rechner gemessen',
  'there is a real GPU, which full batches suit': 'es gibt eine echte GPU, der volle Stapel liegen',
  '{0} did not reproduce this model’s test values, so {1} is used':
    '{0} hat die Testwerte dieses Modells nicht wiedergegeben, daher rechnet {1}',
  '{0} could not run this model, so {1} is used': '{0} konnte dieses Modell nicht ausführen, daher rechnet {1}',
  'this GPU offers no 16-bit floats': 'diese GPU bietet keine Gleitkommazahlen mit 16 Bit',
  'the file for 16-bit floats could not be fetched':
    'die Datei für Gleitkommazahlen mit 16 Bit konnte nicht geladen werden',
  'this GPU has 16-bit floats, and the model passed its test with them':
    'diese GPU hat Gleitkommazahlen mit 16 Bit, und das Modell hat seinen Test damit bestanden',
  'with 16-bit floats the model did not pass its test here':
    'mit Gleitkommazahlen von 16 Bit hat das Modell hier seinen Test nicht bestanden',
  'measured here: {0} ms against {1} ms with {2}': 'hier gemessen: {0} ms gegen {1} ms mit {2}',

  // Storage
  'This browser’s storage is full, so models are downloaded again next time; free some space to keep them.':
    'Der Speicher dieses Browsers ist voll, Modelle werden also nächstes Mal neu geladen; etwas Platz schaffen, um sie zu behalten.',
  'This browser does not let the page store anything, so models are downloaded again next time; allow site data to keep them.':
    'Dieser Browser lässt die Seite nichts speichern, Modelle werden also nächstes Mal neu geladen; Websitedaten erlauben, um sie zu behalten.',
  'This browser has no room for all of it, or does not let the page store anything. What could be stored is kept; free some space or allow site data, and press again for the rest.':
    'In diesem Browser ist nicht für alles Platz, oder er lässt die Seite nichts speichern. Was sich speichern ließ, ist behalten; bitte etwas Platz schaffen oder Websitedaten erlauben und für den Rest noch einmal drücken.',
  'This browser’s storage is full, so this picture and its edits are gone when the page is closed; save what you want to keep.':
    'Der Speicher dieses Browsers ist voll; dieses Bild und seine Bearbeitungen verschwinden mit der Seite. Bitte speichern, was bleiben soll.',
  'This browser does not let the page store anything, so this picture and its edits are gone when the page is closed; save what you want to keep.':
    'Dieser Browser lässt die Seite nichts speichern; dieses Bild und seine Bearbeitungen verschwinden mit der Seite. Bitte speichern, was bleiben soll.',
  'This browser does not let the page store the key; allow site data for it, or keep the key in memory.':
    'Dieser Browser lässt die Seite den Schlüssel nicht speichern. Bitte Websitedaten erlauben oder den Schlüssel im Speicher lassen.',

  // Links
  'This link is too long to be one of Specimen’s; copy it again.':
    'Dieser Link ist zu lang, um von Specimen zu sein; bitte noch einmal kopieren.',
  'This link is incomplete; copy it again in full.': 'Dieser Link ist unvollständig; bitte noch einmal ganz kopieren.',
  'This link holds nothing that this page knows; copy it again in full.':
    'Dieser Link enthält nichts, was diese Seite kennt; bitte noch einmal ganz kopieren.',
  'This link names a model that is not here; choose one from the list instead.':
    'Dieser Link nennt ein Modell, das es hier nicht gibt; bitte stattdessen eines aus der Liste wählen.',
  'This link asks {0} for {1}, which it does not offer.': 'Dieser Link verlangt von {0}, was es nicht bietet: {1}.',
  '{0} has no sampler to look at; open the link on the Sample screen.':
    '{0} hat keinen Sampler zum Ansehen; bitte den Link im Bereich „Erzeugen“ öffnen.',

  // Measures
  Sets: 'Mengen',
  Features: 'Merkmale',
  Structure: 'Struktur',
  Threshold: 'Schwelle',
  'Caption score': 'Textpassung',
  'Perceptual distance': 'Wahrnehmungsdistanz',
  reference: 'Referenz',
  synthetic: 'Synthetisch',
  'The Fréchet distance': 'Die Fréchet-Distanz',
  '{0}, {1} features': '{0}, {1} Merkmale',
  '{0} images cannot fix a covariance of {1} dimensions: the value is biased upwards, so compare it only with values at the same number of images.':
    '{0} Bilder legen eine Kovarianz mit {1} Dimensionen nicht fest: Der Wert ist nach oben verzerrt und nur mit Werten bei derselben Bildzahl vergleichbar.',
  'SSIM, MS-SSIM, PSNR and the perceptual distance compare pairs, and these sets are not paired.':
    'SSIM, MS-SSIM, PSNR und die Wahrnehmungsdistanz vergleichen Paare, und diese Mengen sind nicht gepaart.',
  'The images of every pair are equal, so PSNR is infinite.':
    'Die Bilder jedes Paars sind gleich, PSNR ist also unendlich.',
  'The images of {0} of {1} pairs are equal, which makes PSNR infinite; they are left out.':
    'Die Bilder von {0} der {1} Paare sind gleich, was PSNR unendlich macht; sie bleiben außen vor.',
  'Image {0} of the {1} set holds values that are not numbers; leave it out.':
    'Bild {0} der Menge „{1}“ enthält Werte, die keine Zahlen sind; bitte weglassen.',
  'The {0} set is empty; add at least one image.': 'Die Menge „{0}“ ist leer; bitte mindestens ein Bild hinzufügen.',
  '{0} needs at least {1} images in each set; the {2} set has {3}. Add more.':
    '{0}: nötig sind mindestens {1} Bilder in jeder Menge; „{2}“ hat {3}. Bitte weitere hinzufügen.',
  'Precision, recall, density and coverage with k = {0}': 'Precision, Recall, Dichte und Abdeckung mit k = {0}',
  'KID, precision, recall, density, coverage and the twins compare every image with every other, which is done for up to {0} images in a set; these hold {1} and {2}. Measure fewer to have them.':
    'KID, Precision, Recall, Dichte, Abdeckung und die Zwillinge vergleichen jedes Bild mit jedem, was bis {0} Bilder je Menge geschieht; diese haben {1} und {2}. Mit weniger Bildern sind sie zu haben.',
  'There is not enough memory to compare every image with every other, as KID, precision, recall, density, coverage and the twins do; measure fewer images to have them.':
    'Der Speicher reicht nicht, um jedes Bild mit jedem zu vergleichen, wie es KID, Precision, Recall, Dichte, Abdeckung und die Zwillinge tun; mit weniger Bildern sind sie zu haben.',
  '{0} image': '{0} Bild',
  '{0} images': '{0} Bilder',
  'Both sets need one size; these have {0}×{1} and {2}×{3} px.':
    'Beide Mengen brauchen eine Größe; diese haben {0}×{1} und {2}×{3} px.',
  'Images of at least {0}×{1} px can be measured; these are smaller.':
    'Gemessen werden Bilder ab {0}×{1} px; diese sind kleiner.',
  'Pairs need as many reference as synthetic images; there are {0} and {1}.':
    'Für Paare braucht es gleich viele Referenzbilder und synthetische; es sind {0} und {1}.',
  'Both sets need features of one extractor; these have {0} and {1} dimensions.':
    'Beide Mengen brauchen Merkmale desselben Netzes; diese haben {0} und {1} Dimensionen.',
  'Images of more than 1024 × 1024 px are too large for the extractor; choose a smaller common size.':
    'Bilder mit mehr als 1024 × 1024 px sind für das Merkmalsnetz zu groß; bitte eine kleinere gemeinsame Größe wählen.',
  'The extractor needs images of at least {0} × {1} px; choose a larger common size.':
    'Das Merkmalsnetz braucht Bilder ab {0} × {1} px; bitte eine größere gemeinsame Größe wählen.',
  'The caption “{0}” has no word that the extractor knows; try “microCT slice of a rock with large grains, low porosity”.':
    'Die Beschreibung „{0}“ enthält kein Wort, das das Netz kennt; es versteht Englisch, etwa „microCT slice of a rock with large grains, low porosity“.',
  'The perceptual distance needs as many images of the same size in both sets.':
    'Die Wahrnehmungsdistanz braucht in beiden Mengen gleich viele Bilder derselben Größe.',
  'Pair measures compare image by image, so both sets must be equally long; these have {0} and {1} images.':
    'Paarmaße vergleichen Bild für Bild, beide Mengen müssen also gleich groß sein; diese haben {0} und {1} Bilder.',
  'Pair measures need at least one pair of images.': 'Paarmaße brauchen mindestens ein Bildpaar.',
  'The images of a pair must have one size; these have {0}×{1} and {2}×{3} px.':
    'Die Bilder eines Paars müssen gleich groß sein; diese haben {0}×{1} und {2}×{3} px.',
  'SSIM looks through a window of {0}×{1} px; these images have only {2}×{3} px.':
    'SSIM schaut durch ein Fenster von {0}×{1} px; diese Bilder haben nur {2}×{3} px.',
  'The distance between these slices could not be measured; try another material.':
    'Die Distanz zwischen diesen Schnitten ließ sich nicht messen; bitte ein anderes Material wählen.',

  // An extractor of one's own
  '{0} could not be opened; choose an ONNX file that onnxruntime can read.':
    '{0} ließ sich nicht öffnen; bitte eine ONNX-Datei wählen, die onnxruntime lesen kann.',
  '{0} gives values that are not finite numbers for these images, so that sets cannot be compared with it; choose another extractor.':
    '{0} gibt für diese Bilder Werte, die keine endlichen Zahlen sind, sodass sich Sätze damit nicht vergleichen lassen; bitte ein anderes Netz wählen.',
  '{0} has no {1}; Specimen’s own extractor has one.': '{0} hat keine {1}; das Netz von Specimen hat eine.',
  'perceptual distance': 'Wahrnehmungsdistanz',
  'caption score': 'Textpassung',
  'The extractor {0} has no output “{1}”; its outputs are {2}.':
    'Das Netz {0} hat keinen Ausgang „{1}“; seine Ausgänge sind {2}.',
  'The extractor {0} has no image input “{1}”; its inputs are {2}.':
    'Das Netz {0} hat keinen Bildeingang „{1}“; seine Eingänge sind {2}.',
  'The extractor {0} needs {1} inputs ({2}), but only an image can be given.':
    'Das Netz {0} braucht {1} Eingänge ({2}), geben lässt sich aber nur ein Bild.',
  'The extractor {0} wants {1} images; export it with a float32 input.':
    'Das Netz {0} will Bilder vom Typ {1}; bitte mit einem Eingang vom Typ float32 exportieren.',
  'The extractor {0} wants an input of {1} axes; images have four: n, channels, height, width.':
    'Das Netz {0} will einen Eingang mit {1} Achsen; Bilder haben vier: n, Kanäle, Höhe, Breite.',
  'The extractor {0} takes exactly {1} images at once; export it with an open batch axis.':
    'Das Netz {0} nimmt genau {1} Bilder auf einmal; bitte mit offener Stapelachse exportieren.',
  'The extractor {0} wants {1} {2}, not {3}.': 'Das Netz {0} will {1} {2}, nicht {3}.',
  channels: 'Kanäle',
  height: 'Höhe',
  width: 'Breite',
  'The extractor {0} gives an output of shape {1} for {2} image(s); features must be 2-D, {3} × d.':
    'Das Netz {0} gibt für {2} Bilder eine Ausgabe der Form {1}; Merkmale müssen 2-D sein, {3} × d.',
  'The extractor {0} {1}.': 'Das Netz {0} passt nicht: {1}.',

  // The gallery and its sets
  'This browser’s storage is full, so this was not kept; delete some runs, or save them as files first. All runs that were kept are still there.':
    'Der Speicher dieses Browsers ist voll, daher wurde dies nicht behalten. Bitte einige Läufe löschen oder sie zuvor als Satz sichern. Alle behaltenen Läufe sind noch da.',
  'A newer version of this page is open in another tab; reload this one to go on with the kept runs.':
    'In einem anderen Tab ist eine neuere Version dieser Seite offen. Bitte diese hier neu laden, um mit den behaltenen Läufen weiterzumachen.',
  'An older version of this page is open in another tab; close that tab and try again.':
    'In einem anderen Tab ist eine ältere Version dieser Seite offen. Bitte jenen Tab schließen und noch einmal versuchen.',
  'This browser does not let the page use its storage; allow site data for it and try again.':
    'Dieser Browser lässt die Seite nichts speichern. Bitte Websitedaten für sie erlauben und noch einmal versuchen.',
  'One of these runs was deleted in another tab; choose again.':
    'Einer dieser Läufe wurde in einem anderen Tab gelöscht. Bitte neu auswählen.',
  'The set could not be handled; take fewer runs and try again.':
    'Der Satz ließ sich nicht verarbeiten. Bitte weniger Läufe nehmen und noch einmal versuchen.',
  'The file has more than 4 GB; save the set again in parts.':
    'Die Datei hat mehr als 4 GB. Bitte den Satz in Teilen sichern.',
  'This is no zip that Specimen saved, or it is cut off or damaged; copy or download it again.':
    'Das ist kein von Specimen gesichertes Zip, oder es ist abgeschnitten oder beschädigt. Bitte noch einmal kopieren oder laden.',
  'This zip is no set that Specimen saved: it holds no metadata.json.':
    'Dieses Zip ist kein von Specimen gesicherter Satz: Es enthält keine metadata.json.',
  'The set lacks {0}; save it again where it came from.':
    'Dem Satz fehlt {0}. Bitte ihn dort, wo er herkommt, neu sichern.',
  '{0} is larger than what it may hold; this is no set that Specimen saved.':
    '{0} ist größer, als es sein darf; das ist kein von Specimen gesicherter Satz.',
  '{0} is damaged, encrypted or packed in an unusual way; copy or save the set again.':
    '{0} ist beschädigt, verschlüsselt oder ungewöhnlich gepackt. Bitte den Satz neu kopieren oder sichern.',
  '{0} is not the picture that its set says it is; save the set again where it came from.':
    '{0} ist nicht das Bild, das der Satz angibt. Bitte den Satz dort, wo er herkommt, neu sichern.',
  '{0} has other pages than its set says.': '{0} hat andere Seiten, als der Satz angibt.',
  'The sketch of a run in this set is not square.': 'Die Skizze eines Laufs in diesem Satz ist nicht quadratisch.',
  'The run “{0}” was changed after it was saved, so it was left out.':
    'Der Lauf „{0}“ wurde nach dem Sichern verändert und daher ausgelassen.',
  'The set’s description is damaged; save the set again where it came from.':
    'Die Beschreibung des Satzes ist beschädigt. Bitte den Satz dort, wo er herkommt, neu sichern.',
  'This set was saved by another version of Specimen; reload the page, or save the set again.':
    'Dieser Satz stammt von einer anderen Version von Specimen. Bitte die Seite neu laden oder den Satz neu sichern.',
  'The set’s description is not valid at “{0}”; save the set again where it came from.':
    'Die Beschreibung des Satzes ist bei „{0}“ ungültig. Bitte den Satz dort, wo er herkommt, neu sichern.',
  'A set holds at most {0} runs and 4 GB; choose fewer runs and save them in parts.':
    'Ein Satz fasst höchstens {0} Läufe und 4 GB; bitte weniger Läufe wählen und in Teilen sichern.',
  'A run of this set asks for something that this page does not know; reload the page, or leave the run out.':
    'Ein Lauf dieses Satzes verlangt etwas, das diese Seite nicht kennt. Bitte die Seite neu laden oder den Lauf weglassen.',
  'This request holds something that cannot be asked for.':
    'Diese Anfrage enthält etwas, das nicht gefordert werden kann.',
};
export default de;
