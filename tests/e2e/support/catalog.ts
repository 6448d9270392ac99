/** The models of the built site by what tests need of them, so that a new one needs no new test. */
import { readFileSync } from 'node:fs';
import { isFewStep, type Catalog, type CatalogRow } from '../../../src/contract/card.ts';
import { DIST } from './site.ts';

export const catalog = JSON.parse(readFileSync(`${DIST}models/catalog.json`, 'utf8')) as Catalog;
export const { models } = catalog;
/** Draws the first slices. */
export const arrival = models.find(({ id }) => id === catalog.first)!;
/** Models to work with, smallest first, without those that are there to show a failure. */
const useful = models.filter(({ teaching }) => teaching === undefined);
/** Draw with one network call. */
export const oneCall = useful.filter(({ calls }) => calls === 1);
export const hasSampler = (row: CatalogRow) => row.family === 'diffusion' && !isFewStep(row);
/** The quickest diffusion model that leaves the sampler to be chosen. */
export const diffusion = useful.filter(hasSampler).sort((a, b) => a.resolution - b.resolution || a.bytes - b.bytes)[0]!;
