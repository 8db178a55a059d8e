/**
 * The lifecycle room in the browser: what runs in every environment, and how to change it.
 *
 * @packageDocumentation
 */
export { lifecyclePlugin as default } from './plugin';
