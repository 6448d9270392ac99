"""Write the measured figures of all cards into docs/models.md, between its marks.

    python training/tables.py
"""
import json
import os
import re

MODELS = ('ddpm-64', 'dcgan-64', 'vae-64')
DOCUMENT = 'docs/models.md'


def cards(folder='public/models'):
    for name in MODELS:
        with open(os.path.join(folder, name, 'card.json')) as f:
            yield json.load(f)


def value(card, metric, material=None, key='value'):
    for row in card['quality']:
        if row['metric'] == metric and row.get('material') == material:
            return row.get(key)
    return None


def number(x, digits):
    return '–' if x is None else f'{x:.{digits}f}'


def table(head, rows):
    lines = ['| ' + ' | '.join(cells) + ' |' for cells in [head, ['---'] * len(head), *rows]]
    return '\n'.join(lines)


def training_table():
    rows = []
    for card in cards():
        run = card['training']
        size = sum(f['bytes'] for f in card['files']) / 1e6
        rows.append([card['id'], f'{size:.2f} MB', str(run['steps']), str(run['images']), f"{run['hours']:.2f} h",
                     number(value(card, 'ssimInt8'), 4)])
    return table(['model', 'size', 'steps', 'pictures seen', 'run time', 'SSIM of int8 against float32'], rows)


def rocks_table():
    every = list(cards())
    first = every[0]
    rows = [['real, training slices', number(value(first, 'frechetSqueezeNet', 'rocks', 'floor'), 0),
             number(value(first, 'kidSqueezeNet', 'rocks', 'floor'), 1),
             number(value(first, 'porosityReal', 'rocks'), 3) + ' (held out)',
             number(value(first, 'twoPointRmsDifference', 'rocks', 'floor'), 4), '1',
             number(value(first, 'closestPairReal', 'rocks'), 3)]]
    for card in every:
        rows.append([card['id'], number(value(card, 'frechetSqueezeNet', 'rocks'), 0), number(value(card, 'kidSqueezeNet', 'rocks'), 1),
                     number(value(card, 'porosityMean', 'rocks'), 3), number(value(card, 'twoPointRmsDifference', 'rocks'), 4),
                     number(value(card, 'nearestTrainingRatio', 'rocks'), 2), number(value(card, 'closestPair', 'rocks'), 3)])
    return table(['set', 'Fréchet', 'KID', 'porosity', 'S2(r) difference', 'nearest training crop', 'closest pair'], rows)


def others_table():
    rows = []
    for material in ('fibers', 'roots'):
        for card in cards():
            rows.append([material, card['id'], number(value(card, 'frechetSqueezeNet', material), 0),
                         number(value(card, 'frechetSqueezeNet', material, 'floor'), 0),
                         number(value(card, 'kidSqueezeNet', material), 1), str(value(card, 'frechetSqueezeNet', material, 'n'))])
    return table(['material', 'model', 'Fréchet', 'floor', 'KID', 'N'], rows)


def main():
    with open(DOCUMENT) as f:
        text = f.read()
    for name, made in (('training', training_table()), ('rocks', rocks_table()), ('others', others_table())):
        mark = re.compile(rf'(<!-- {name} -->\n).*?(<!-- end -->)', re.S)
        if not mark.search(text):
            raise SystemExit(f'{DOCUMENT} has no mark <!-- {name} -->')
        text = mark.sub(lambda match, made=made: match.group(1) + '\n' + made + '\n\n' + match.group(2), text)
    with open(DOCUMENT, 'w') as f:
        f.write(text)


if __name__ == '__main__':
    main()
