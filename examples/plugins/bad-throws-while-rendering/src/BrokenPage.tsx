/** Throws at each rendering. */
export const BrokenPage = (): never => {
  throw new Error('hello: this page cannot be rendered');
};
