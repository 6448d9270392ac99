import type en from '../en/measures.ts';

const de: typeof en = {
  measures: {
    frechet: {
      label: 'Fréchet-Distanz',
      meaning:
        'Wie weit die Merkmale der beiden Mengen auseinanderliegen, jede als Normalverteilung genommen. 0: gleich.',
    },
    kid: {
      label: 'KID',
      meaning: 'Kern-Distanz der Merkmale, erwartungstreu für jedes N: Zwei Mengen einer Art streuen um 0.',
    },
    precision: {
      label: 'Precision',
      meaning: 'Anteil der synthetischen Bilder, die zwischen den Referenzbildern liegen. 1: Alle wirken möglich.',
    },
    recall: {
      label: 'Recall',
      meaning: 'Anteil der Referenzbilder, die zwischen den synthetischen liegen. 1: Nichts fehlt.',
    },
    density: {
      label: 'Dichte',
      meaning:
        'Wie dicht Referenzbilder dort liegen, wo die synthetischen sind. Nahe 1: wie erwartet; kann 1 übersteigen.',
    },
    coverage: {
      label: 'Abdeckung',
      meaning: 'Anteil der Referenzbilder mit einem synthetischen Nachbarn in der Nähe. 1: Die ganze Vielfalt ist da.',
    },
    captionScore: {
      label: 'Textpassung',
      meaning:
        'Wie gut die synthetischen Bilder zur Beschreibung passen: Kosinus von Bild und Satz, −1 bis 1, höher passt besser.',
    },
    ssim: {
      label: 'SSIM',
      meaning: 'Strukturelle Ähnlichkeit jedes Paars, Pixel für Pixel in kleinen Fenstern. 1: gleich.',
    },
    msssim: {
      label: 'MS-SSIM',
      meaning: 'Dasselbe über mehrere Auflösungsstufen, sodass grobe Struktur neben feiner zählt. 1: gleich.',
    },
    psnr: {
      label: 'PSNR',
      meaning:
        'Spitzen-Signal-Rausch-Verhältnis: wie klein die Pixelunterschiede sind. Höher ist näher; eine Verschiebung verdirbt es.',
    },
    perceptual: {
      label: 'Wahrnehmungsdistanz',
      meaning: 'Distanz des Paars in den inneren Schichten eines Netzes, in der Form von LPIPS. 0: gleich.',
    },
  },
  interfaceLength: {
    label: 'Grenzlänge je Fläche',
    meaning: 'Länge der Grenze zwischen den Phasen, je Fläche des Schnitts.',
  },
  ringIndex: {
    label: 'Ringindex',
    meaning:
      'Anteil der feinen Grauschwankung, der in Ringen um die Drehachse liegt, wie es Artefakte eines Scanners tun. Ohne Ringe etwas über 0, mit mehr Bildern weniger.',
  },
  fraction: {
    rocks: 'Anteil des Schnitts, der Pore ist.',
    fibers: 'Anteil des Schnitts, der Faser ist.',
    roots: 'Anteil des Schnitts, der Wurzel ist.',
  },
  curves: {
    twoPoint: {
      label: 'Zweipunktkorrelation S₂(r)',
      meaning: 'Wahrscheinlichkeit, dass zwei Punkte im Abstand r beide in der Phase liegen.',
      xLabel: 'Abstand r, px',
      yLabel: 'Wahrscheinlichkeit',
    },
    linealPath: {
      label: 'Linienpfad L(r)',
      meaning: 'Wahrscheinlichkeit, dass eine ganze Linie der Länge r in der Phase liegt.',
      xLabel: 'Länge r, px',
      yLabel: 'Wahrscheinlichkeit',
    },
    chordLength: {
      label: 'Sehnenlängen',
      meaning: 'Wie oft ein gerader Schnitt durch die Phase jede Länge hat. Der letzte Punkt enthält alle längeren.',
      xLabel: 'Länge, px',
      yLabel: 'Anteil der Sehnen',
    },
    localThickness: {
      label: 'Lokale Dicke',
      meaning:
        'Durchmesser der größten Scheibe in der Phase, die den Punkt enthält, für jeden Punkt der Phase. Der letzte Punkt enthält alle größeren.',
      xLabel: 'Durchmesser, px',
      yLabel: 'Anteil der Phase',
    },
    radialPower: {
      label: 'Radiales Leistungsspektrum',
      meaning: 'Wie viel der Grauschwankung auf jede Ortsfrequenz fällt.',
      xLabel: 'Frequenz, Perioden/px',
      yLabel: 'log₁₀ Leistung, Grau² px²',
    },
  },
  judged: {
    notDefined: 'nicht definiert: Einer Menge fehlt diese Phase',
    noChance: 'kein Maß für den Zufall: weniger als 4 Referenzbilder',
    same: 'gleich',
    noDifference: 'der Zufall allein ergibt keinen Unterschied',
    near: 'nicht weiter als der Zufall allein sie trennt',
    about: 'etwa so weit, wie der Zufall allein sie trennt',
    times: (ratio) => `${ratio}-mal so weit, wie der Zufall allein sie trennt`,
    somewhat: (times) => `etwas entfernt: ${times}`,
    clearly: (times) => `deutlich entfernt: ${times}`,
  },
  scales: (n) =>
    n === 1
      ? 'Hier über 1 Auflösungsstufe, also SSIM.'
      : `Hier über ${n} Auflösungsstufen; vergleichbar nur mit Werten über ebenso viele.`,
  notANumber: 'keine Zahl',
  interval: (low, high) => `${low} bis ${high}`,
  segmentation: {
    phases: { rocks: 'Poren', fibers: 'Fasern', roots: 'Wurzeln' },
    sides: { below: 'unter', above: 'über' },
    sources: {
      otsu: 'der Schwelle nach Otsu aus allen Referenzbildern zusammen',
      given: 'der verlangten Schwelle',
      material: 'der üblichen Schwelle dieses Materials',
    },
    sentence: (phase, side, grey, source) =>
      `${phase} sind, was nach 3×3-Glättung ${side} Grauwert ${grey} liegt, ${source}; in beiden Mengen dieselbe. Der Bereich „Erzeugen“ nimmt einen festen Grauwert ohne Glättung, sein Anteil weicht also etwas ab. Längen stehen in Pixeln der gemeinsamen Größe.`,
  },
  comparable: [
    {
      measure: 'SSIM',
      words:
        'Dieselbe Formel, anderes Fenster und andere Bilder: Farbbilder mit 512 Pixeln gegen drei echte; die Paare der GANs folgen der Reihenfolge der Dateien, ihr Wert sagt also nichts über Ähnlichkeit.',
    },
    {
      measure: 'LPIPS',
      words:
        'Im Wert nicht vergleichbar: Dort vergleicht AlexNet, das aus Fotos gelernt hat; die Wahrnehmungsdistanz hier nutzt das eigene Netz dieser Seite. Die Bilder der GANs wurden zweimal umgerechnet.',
    },
    {
      measure: 'FID',
      words:
        'Nicht vergleichbar: 2048 Inception-Merkmale aus drei echten und zwei bis sechs erzeugten Bildern, je ein Lauf. Mit so wenigen Bildern misst die Zahl vor allem, wie wenige es sind. Die DCGAN-Zeilen der Tabellen 6 und 8 sind dieselben Zahlen.',
    },
    {
      measure: 'CLIPScore',
      words:
        'Im Wert nicht vergleichbar: CLIP hat aus Bildunterschriften im Netz gelernt und bewertet hier jedes Verfahren etwa gleich niedrig; die Textpassung hier hat aus den Beschreibungen der Simulatoren gelernt.',
    },
    {
      measure: 'Vergleichbar',
      words:
        'Die Reihenfolge der Verfahren unter einem Maß, mit Vorsicht: Die Veröffentlichung merkt selbst an, dass die besten Werte von DiffEdit mit sichtbar fehlerhaften Wurzeln einhergehen. Physikalische Kenngrößen brauchen kein Netz und sind zwischen Studien vergleichbar, wenn die Pixelgröße bekannt ist.',
    },
  ],
  report: {
    title: (material) => `Specimen-Bericht, ${material}`,
    heading: (material) => `Zwei Bildmengen im Vergleich: ${material}`,
    notMeasurements: 'Synthetische Bilder sind keine Messungen.',
    curves: 'Durchgezogen: Referenz. Gestrichelt: synthetisch. Mittelwert und eine Standardabweichung über die Bilder.',
    paper: 'Neben der Veröffentlichung',
    paperTable: (table) =>
      `Tabelle ${table} aus Sordo et al. 2025, J. Imaging 11, 252, doi:10.3390/jimaging11080252 (CC BY 4.0).`,
    how: 'Wie er entstand',
    setting: 'Einstellung',
    value: 'Wert',
    leftOut: 'entfällt',
    sheet: (set) => `${set}, die ersten Bilder`,
    spread: (spread) => `${spread} (95 %)`,
    axes: (y, x) => `${y} über ${x}`,
    rms: (value) => `RMS-Differenz ${value}: `,
    brought: (side, fit, range) =>
      `Auf ${side}×${side} px gebracht. Größere Bilder: ${fit}. Schwarz und Weiß: ${range}.`,
    pixels: 'SHA-256 der Pixel, wie gemessen:',
    images: (n) => `${n} Bilder`,
    image: 'Bild',
    imageHow: 'Wie es auf Größe gebracht wurde',
    file: 'SHA-256 der Datei',
    refused: 'Ausgelassen',
    why: 'Grund',
  },
};
export default de;
