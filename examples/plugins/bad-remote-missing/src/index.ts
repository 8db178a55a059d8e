export { brokenPlugin as default } from './plugin';
