export { createRemotes } from './createRemotes';
