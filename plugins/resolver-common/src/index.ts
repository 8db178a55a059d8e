/**
 * The resolver: which versions go together, why not, and what to do about it; the shapes and permissions of its REST interface.
 * Pure, no I/O.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './permissions';
export { rangeKeeping } from './rangeKeeping';
export { mergePatch } from './request/mergePatch';
export { RequestPackages } from './request/RequestPackages';
export type { ResolveContext } from './request/readRequest';
export { resolve } from './resolve';
export * from './types';
export type { PackageSource } from './world/PackageSource';
