/**
 * The words that every room of Sceneshift shares: ids, artifacts, verdicts, events and error codes. No I/O.
 *
 * @packageDocumentation
 */
export * from './artifact';
export * from './Bulkhead';
export * from './endToEndHeaders';
export * from './errorCatalogue';
export * from './errors';
export * from './events';
export * from './ids';
export * from './linkCheck';
export * from './takeOriginForm';
export * from './verdict';
