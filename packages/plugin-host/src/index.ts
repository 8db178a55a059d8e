/**
 * The data plane: a supervisor that brings the desired hosts of an environment into service, and the host that runs
 * one plugin. Both are built products (`dist/supervisor.cjs.js`, `dist/host.cjs.js`); this entry point is for those
 * who prepare a machine or an image for them.
 *
 * @packageDocumentation
 */
export { prepareHostRuntime } from './runtime/prepareHostRuntime';
export type {
  HostRuntime,
  HostRuntimeSource,
} from './runtime/prepareHostRuntime';
