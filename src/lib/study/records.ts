/** What one person’s study leaves: answers to pairs and ratings of sheets. Nothing in it tells who it was, but the alias they chose. */
import type { Material } from '../../contract/materials.ts';
import type { Side } from './plan.ts';

export const CONFIDENCES = [1, 2, 3, 4] as const;
/** From a guess, 1, to being sure, 4. */
export type Confidence = (typeof CONFIDENCES)[number];
/** How often a person who is calibrated is right with each: the half of the scale that a choice between two leaves. */
export const STATED: Record<Confidence, number> = { 1: 0.5, 2: 0.65, 3: 0.8, 4: 0.95 };

/** An answer to “Which one is the model’s?”. */
export interface Trial {
  index: number; // place in the order shown, from 1
  /** Names the pair with its sides; equal for all who saw it. */
  item: string;
  material: Material;
  model: string;
  pixels: number; // side of both slices
  side: Side; // of the model’s slice
  answer: Side;
  confidence: Confidence;
  ms: number; // from sight to the choice that was confirmed, pauses left out
}

export const AXES = ['quality', 'diversity', 'controllability'] as const;
/** What Sordo et al. 2025, Table 3, compares families of models by. */
export type Axis = (typeof AXES)[number];
export const MARKS = [1, 2, 3, 4, 5] as const;
export type Mark = (typeof MARKS)[number];

/** Marks for a sheet of one model, 1 worst to 5 best. */
export interface Rating extends Record<Axis, Mark> {
  item: string;
  material: Material;
  model: string;
  pixels: number;
}

/** One person’s study, whole or in part. */
export interface Participation {
  /** Random; tells two files of one study from two studies. */
  study: string;
  alias: string;
  seed: number; // of the pairs
  trials: Trial[];
  ratings: Rating[];
}

/** What an alias may be: so that it is one line, no formula in a spreadsheet, and short. */
export const ALIAS = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u;

export const isCorrect = ({ side, answer }: Trial) => side === answer;
