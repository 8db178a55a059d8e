export { ChosenEnvironment } from './ChosenEnvironment';
