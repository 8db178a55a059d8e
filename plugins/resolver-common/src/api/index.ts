export * from './acceptance';
export * from './answer';
export * from './graph';
export * from './impact';
export * from './plan';
export * from './upgrade';
