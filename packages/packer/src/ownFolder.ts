/** The folder of this file or, in a bundle, of the bundle: where looking for a checkout's files begins. */
export const ownFolder: string = module.path;
