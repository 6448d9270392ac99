/** The page's end of the engine. */
import type { Catalog, ModelCard } from '../contract/card.ts';
import type {
  BackendPreference,
  BackendReport,
  Progress,
  SampleRequest,
  SampleResult,
  SimulateRequest,
  SimulateResult,
} from '../contract/request.ts';

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What the screens need of the engine. Every method rejects with `SpecimenError` or `Cancelled` only. */
export interface Engine {
  catalog(): Promise<Catalog>;
  card(id: string): Promise<ModelCard>;
  sample(request: SampleRequest, options?: CallOptions): Promise<SampleResult>;
  simulate(request: SimulateRequest, options?: CallOptions): Promise<SimulateResult>;
  /** The backend of the model that ran last; null before the first run. */
  backend(): Promise<BackendReport | null>;
  /** Takes effect at the next run. */
  prefer(preference: BackendPreference): void;
  /** Deletes the cached weights on this computer. */
  clearCache(): Promise<void>;
}
