/**
 * Tables 6 to 8 of Sordo et al. 2025, “Synthetic Scientific Image Generation with VAE, GAN, and Diffusion Model
 * Architectures”, J. Imaging 11, 252, doi:10.3390/jimaging11080252 (CC BY 4.0), as printed.
 */
import type { Material } from '../contract/materials.ts';

type Spread = [mean: number, std: number];

export interface PaperRow {
  model: string;
  ssim: Spread;
  lpips: Spread;
  fid: number;
  /** Null where the model takes no prompt. */
  clipScore: Spread | null;
}

export const PAPER_TABLES: Record<Material, { table: number; rows: PaperRow[] }> = {
  rocks: {
    table: 8,
    rows: [
      { model: 'DCGAN', ssim: [0.067, 0.008], lpips: [0.466, 0.032], fid: 269.848, clipScore: null },
      { model: 'StyleGAN', ssim: [0.233, 0.017], lpips: [0.693, 0.018], fid: 69.51, clipScore: null },
      {
        model: 'DALL-E 2, Custom Prompt',
        ssim: [0.155, 0.032],
        lpips: [0.532, 0.028],
        fid: 292.503,
        clipScore: [0.311, 0.018],
      },
      {
        model: 'DALL-E 3, Custom Prompt',
        ssim: [0.069, 0.019],
        lpips: [0.586, 0.027],
        fid: 329.988,
        clipScore: [0.293, 0.019],
      },
      { model: 'ControlNet', ssim: [0.24, 0.044], lpips: [0.636, 0.061], fid: 368.932, clipScore: [0.295, 0.026] },
      { model: 'Stable unCLIP', ssim: [0.216, 0.023], lpips: [0.515, 0.027], fid: 313.798, clipScore: [0.297, 0.022] },
      { model: 'InstructPix2Pix', ssim: [0.443, 0.046], lpips: [0.37, 0.081], fid: 169.82, clipScore: [0.274, 0.031] },
      { model: 'LEDITS++', ssim: [0.44, 0.015], lpips: [0.161, 0.019], fid: 65.451, clipScore: [0.294, 0.011] },
      {
        model: 'DALL-E 2 (variation), No Prompt',
        ssim: [0.191, 0.046],
        lpips: [0.488, 0.035],
        fid: 283.14,
        clipScore: null,
      },
      { model: 'DiffEdit', ssim: [0.556, 0.011], lpips: [0.135, 0.029], fid: 124.199, clipScore: [0.276, 0.011] },
      {
        model: 'DALL-E 2 (edit), Custom Prompt',
        ssim: [0.635, 0.012],
        lpips: [0.216, 0.015],
        fid: 75.104,
        clipScore: [0.314, 0.009],
      },
    ],
  },
  fibers: {
    table: 6,
    rows: [
      { model: 'DCGAN', ssim: [0.067, 0.008], lpips: [0.466, 0.032], fid: 269.848, clipScore: null },
      { model: 'StyleGAN', ssim: [0.039, 0.014], lpips: [0.417, 0.083], fid: 77.374, clipScore: null },
      {
        model: 'DALL-E 2, Custom Prompt',
        ssim: [0.043, 0.024],
        lpips: [0.723, 0.085],
        fid: 393.291,
        clipScore: [0.312, 0.027],
      },
      {
        model: 'DALL-E 3, Custom Prompt',
        ssim: [0.027, 0.013],
        lpips: [0.694, 0.088],
        fid: 331.425,
        clipScore: [0.322, 0.025],
      },
      { model: 'ControlNet', ssim: [0.037, 0.02], lpips: [0.594, 0.103], fid: 257.83, clipScore: [0.287, 0.033] },
      {
        model: 'InstructPix2Pix',
        ssim: [0.343, 0.091],
        lpips: [0.409, 0.126],
        fid: 189.967,
        clipScore: [0.212, 0.026],
      },
      { model: 'Stable unCLIP', ssim: [0.031, 0.018], lpips: [0.655, 0.111], fid: 265.238, clipScore: [0.269, 0.025] },
      { model: 'LEDITS++', ssim: [0.567, 0.078], lpips: [0.092, 0.07], fid: 46.332, clipScore: [0.279, 0.016] },
      {
        model: 'DALL-E 2 (variation), No Prompt',
        ssim: [0.049, 0.009],
        lpips: [0.373, 0.103],
        fid: 240.152,
        clipScore: null,
      },
      { model: 'DiffEdit', ssim: [0.664, 0.076], lpips: [0.053, 0.044], fid: 39.945, clipScore: [0.227, 0.022] },
      {
        model: 'DALL-E 2 (edit), Custom Prompt',
        ssim: [0.523, 0.006],
        lpips: [0.118, 0.035],
        fid: 41.305,
        clipScore: [0.328, 0.016],
      },
    ],
  },
  roots: {
    table: 7,
    rows: [
      { model: 'DCGAN', ssim: [0.067, 0.008], lpips: [0.466, 0.032], fid: 305.426, clipScore: null },
      { model: 'StyleGAN', ssim: [0.233, 0.02], lpips: [0.607, 0.028], fid: 90.52, clipScore: null },
      {
        model: 'DALL-E 2, Custom Prompt',
        ssim: [0.282, 0.048],
        lpips: [0.695, 0.036],
        fid: 405.784,
        clipScore: [0.345, 0.021],
      },
      {
        model: 'DALL-E 3, Custom Prompt',
        ssim: [0.131, 0.027],
        lpips: [0.664, 0.034],
        fid: 302.775,
        clipScore: [0.301, 0.031],
      },
      { model: 'ControlNet', ssim: [0.085, 0.037], lpips: [0.82, 0.041], fid: 380.363, clipScore: [0.276, 0.056] },
      { model: 'Stable unCLIP', ssim: [0.391, 0.034], lpips: [0.654, 0.035], fid: 218.497, clipScore: [0.251, 0.04] },
      { model: 'InstructPix2Pix', ssim: [0.52, 0.062], lpips: [0.428, 0.075], fid: 143.595, clipScore: [0.261, 0.043] },
      { model: 'LEDITS++', ssim: [0.673, 0.056], lpips: [0.343, 0.041], fid: 206.072, clipScore: [0.316, 0.028] },
      {
        model: 'DALL-E 2 (variation), No Prompt',
        ssim: [0.566, 0.069],
        lpips: [0.578, 0.035],
        fid: 178.433,
        clipScore: null,
      },
      { model: 'DiffEdit', ssim: [0.843, 0.046], lpips: [0.147, 0.03], fid: 64.686, clipScore: [0.183, 0.036] },
      {
        model: 'DALL-E 2 (edit), Custom Prompt',
        ssim: [0.751, 0.028],
        lpips: [0.293, 0.019],
        fid: 189.235,
        clipScore: [0.306, 0.031],
      },
    ],
  },
};
