/** The folder of this file or, in the bundle, of the bundle: inside the checkout whose key may be used. */
export const ownFolder: string = module.path;
