/**
 * Makes what hosts and the app load (artifacts) out of Backstage plugin packages, and records the releases
 * that they are checked against (baselines).
 *
 * @packageDocumentation
 */
export {
  createBaseline,
  type CreatedBaseline,
} from './baseline/createBaseline';
export { loadBaseline } from './baseline/loadBaseline';
export { readNpmSettings, type NpmSettings } from './npm/NpmSettings';
export { openPackage, type OpenedPackage } from './source/openPackage';
export { resolveFamily } from './source/resolveFamily';
export { formatBaseline } from './baseline/formatBaseline';
export { pack } from './pack/pack';
export type {
  PackOptions,
  PackProgress,
  PackResult,
  PackStep,
  PackVerdict,
} from './pack/types';
export { describeLinkError } from './pack/verdict';
