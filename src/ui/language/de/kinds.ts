import type en from '../en/kinds.ts';
import { intl } from '../intl.ts';

const { decimal, count } = intl('de');
const slices = (n: number) => count(n, { one: 'Schnitt', other: 'Schnitte' });
const spread = (mean: number, deviation: number | null) =>
  deviation === null ? decimal(mean, 2) : `${decimal(mean, 2)} ± ${decimal(deviation, 2)}`;

const de: typeof en = {
  cancel: 'Abbrechen',
  style: {
    title: 'Zwei Stile mischen',
    check: 'Ab einer Tiefe einen zweiten Stil nehmen',
    meaning:
      'Frühe Schichten bestimmen die großen Formen, späte die feine Textur. Der Schnitt beginnt mit dem eigenen Seed und geht im Stil eines anderen weiter.',
    seed: 'Seed des zweiten Stils',
    roll: 'Einen anderen zweiten Stil ziehen',
    depth: 'Erste Schicht des zweiten Stils',
    depthHint: (layers) => `0 gibt dem zweiten Stil alle Schichten, ${layers} keine.`,
    table: 'Stile zweier Seeds, in jeder Tiefe gemischt',
    tableMeaning: (seed) =>
      `Zeilen: Schnitte mit eigenen Seeds. Spalten: die Schicht, ab der der Stil des Seeds ${seed} übernimmt. Ein Klick auf ein Bild übernimmt dessen Tiefe.`,
    draw: 'Tabelle zeichnen',
    drawnOf: (done, total) => `${done} von ${total} Spalten`,
    column: (from, layers) => (from === layers ? 'eigener Stil' : from === 0 ? 'ganz zweiter' : `ab Schicht ${from}`),
    cell: (row, from) => `Seed ${row}, zweiter Stil ab Schicht ${from}`,
  },
  crop: {
    choose: 'Bild wählen',
    drop: 'oder PNG, JPEG oder TIFF hier ablegen. Es bleibt auf diesem Rechner.',
    simulate: 'Simulierten Schnitt nehmen',
    simulated: (seed) => `Simulierter Schnitt, Seed ${seed}`,
    reading: 'Das Bild wird gelesen',
    label: 'Das Bild mit dem Quadrat, welches das Modell bekommt',
    keys: 'Das Quadrat ziehen oder mit den Pfeiltasten bewegen, mit Umschalt um 10 px.',
    place: (side, left, top) => `${side}×${side} px ab ${left}, ${top}`,
    tooSmall: (name, width, height, side) =>
      `${name} hat ${width}×${height} px, und das Modell braucht ${side} px in jeder Richtung; bitte ein größeres Bild wählen.`,
    remove: 'Bild entfernen',
  },
  from: {
    title: 'Einen Schnitt wiederherstellen',
    meaning:
      'Der Encoder behält wenige Zahlen eines Schnitts, und der Decoder zeichnet ihn aus ihnen neu. Was fehlt, stand nicht in diesen Zahlen.',
    given: 'Gegeben',
    rebuilt: 'Wiederhergestellt',
    map: 'Unterschiede',
    mapLabel: (ssim) => `Karte des SSIM zwischen beiden, Mittel ${decimal(ssim, 2)}`,
    ssim: 'SSIM',
    ssimHint: 'Strukturelle Ähnlichkeit beider Bilder, Fenster 11×11 px: 1 für gleiche. N = 1.',
    rmse: 'Abweichung',
    rmseHint: 'Quadratisches Mittel der Grauwertunterschiede, 0 bis 1 für Schwarz gegen Weiß. N = 1.',
    numbers: (n) => `aus ${n} Zahlen`,
    others: (n) =>
      `Der erste Schnitt oben ist der wiederhergestellte; die übrigen ${n} zeigen, was diese Zahlen sonst bedeutet haben könnten, nach Seed gezogen.`,
  },
  beta: {
    legend: 'β, Gewicht der Ordnung gegen die Ähnlichkeit',
    hint: 'Ein größeres β drängt die Zahlen zu unabhängigem Rauschen: jede bedeutet für sich mehr, und die Bilder werden unscharf.',
  },
  like: {
    title: 'Ähnliches zu einem Schnitt',
    meaning:
      'Einen Schnitt groß öffnen und „Mehr wie dieser“ drücken oder ein Bild wählen: das Modell zeichnet dann Schnitte, die ihm ähneln.',
    more: 'Mehr wie dieser',
    picture: 'Das Vorbild',
    measuring: 'Vergleich mit Schnitten, die es nie gesehen haben.',
    found: (mean, deviation, n) => `Ähnlichkeit ${spread(mean, deviation)} (${slices(n)})`,
    unrelated: (mean, deviation, n) =>
      `ohne Vorbild ${spread(mean, deviation)} (${slices(n)} desselben Modells, Materials und gleicher Eigenschaften)`,
    hint: 'Kosinus zwischen Einbettungen von extractor-64: 1 für denselben Schnitt; daneben, was fremde Schnitte ohnehin haben.',
    above: 'Die Schnitte sind ihm näher als fremde.',
    within: 'Das ist nicht näher als fremde Schnitte: das Vorbild hatte wenig Einfluss.',
  },
  sketch: {
    title: 'Skizze',
    meaning: 'Zeichnen, was wo sein soll, dann „Erzeugen“ drücken.',
    mode: 'Zeichnen',
    areas: 'Flächen',
    outlines: 'Umrisse',
    areasHint: { rocks: 'Poren ausmalen; der Rest wird Korn.', fibers: 'Fasern ausmalen.', roots: 'Wurzeln ausmalen.' },
    outlinesHint: {
      rocks: 'Ränder von Poren zeichnen.',
      fibers: 'Ränder von Fasern zeichnen.',
      roots: 'Ränder von Wurzeln zeichnen.',
    },
    label: 'Zeichenfläche',
    keys: 'Pfeiltasten bewegen das Werkzeug, mit Umschalt zeichnen sie, Enter setzt einen Punkt, ein Rechteck oder eine Ecke, eckige Klammern ändern die Größe, Strg+Z macht rückgängig. Die Beispiele darunter brauchen kein Zeichnen.',
    tools: 'Werkzeuge',
    brush: 'Pinsel',
    eraser: 'Radierer',
    rectangle: 'Rechteck',
    polygon: 'Polygon',
    lasso: 'Lasso',
    undo: 'Auf der Zeichenfläche rückgängig machen',
    redo: 'Auf der Zeichenfläche wiederholen',
    clear: 'Zeichenfläche leeren',
    size: 'Pinselgröße',
    sizeText: (px) => `${px} px`,
    examples: 'Beispiele',
    example: {
      ring: 'Porenring',
      crack: 'Riss',
      packing: 'Faserpackung',
      gap: 'Fasern mit Lücke',
      branching: 'Verzweigte Wurzel',
      pair: 'Zwei Wurzeln',
    },
    strength: 'Wie genau folgen',
    strengthHint: '1 wie gelernt, 0 gar nicht.',
    empty: 'Die Zeichenfläche ist leer, Schnitte werden also frei gezeichnet.',
    drawn: 'Die Skizze',
    follows: (mean, chance, n) =>
      `Folgt der Skizze in ${decimal(100 * mean)} % der Pixel (${slices(n)}); ${decimal(100 * chance)} % allein durch Zufall.`,
    followsHint:
      'Pixel, die nach Glättung zur gezeichneten Phase gehören. Durch Zufall: dieselben Anteile an eigenen Stellen.',
    outlined: 'Die Schnitte mit dem Auge mit den Umrissen vergleichen: für sie wird keine Zahl gemessen.',
  },
  walk: {
    title: 'Was jede latente Richtung bewirkt',
    meaning:
      'Ein Schnitt, entlang je einer Richtung bewegt, in Standardabweichungen der A-priori-Verteilung. Die Richtungen stehen in der Reihenfolge dessen, was das Modell in ihnen mitteilt (KL-Divergenz).',
    draw: 'Richtungen zeichnen',
    drawnOf: (done, total) => `${done} von ${total} Bildern`,
    direction: (rank, dimension) => `Richtung ${rank}, z${dimension}`,
    kl: (nats) => `${decimal(nats, 1)} nats`,
    klHint:
      'KL-Divergenz von der A-priori-Verteilung, Mittel über Schnitte: wie viel diese Zahl über einen Schnitt sagt.',
    changes: (attribute, from, to) => `${attribute} ${from} → ${to}`,
    same: 'ändert keine Eigenschaft deutlich',
    difference: (rms) => `Grau ± ${decimal(rms, 2)}`,
    differenceHint: 'Quadratisches Mittel des Unterschieds zwischen den äußersten Bildern der Zeile.',
    cell: (rank, value) => `Richtung ${rank} bei ${decimal(value)}; den Regler dorthin stellen`,
  },
};
export default de;
