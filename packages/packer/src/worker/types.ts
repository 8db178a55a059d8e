import type {
  Baseline,
  Integrity,
} from '@sceneshift/backstage-platform-common';
import type { NpmSettings } from '../npm/NpmSettings';
import type { PackResult } from '../pack/types';

/** A version that needs an artifact, as the registry hands it out. */
export interface PackJob {
  jobId: string;
  name: string;
  version: string;
  integrity: Integrity;
  /** Absolute path of the npm tarball on the registry's server. */
  tarballPath: string;
  /** The release to pack against. */
  baseline: string;
  leaseUntil: string;
}

/** What the child of one job is told, as a file. */
export interface JobInput {
  tarball: string;
  outDir: string;
  baseline: Baseline;
  localPackages: Record<string, string>;
  npm: NpmSettings;
  cacheDir: string;
  toolchain?: string;
  timeoutMs: number;
}

/** What the child of one job leaves behind, as a file. */
export type JobOutput =
  | { ok: true; result: Pick<PackResult, 'file' | 'digest' | 'verdict'> }
  | { ok: false; code: string; message: string };

/** Why a job failed, as the registry keeps it. */
export interface JobFailure {
  code: string;
  message: string;
  reproduceCommand?: string;
  log?: string;
}

/** Somewhere that log lines go. */
export type Log = (message: string) => void;
