import type { ResolveRequest } from '../types';

/** Packages, what is asked, and what comes of it. */
export interface TinyWorld {
  /** Number and name of the behaviour. */
  behaviour: string;
  request: ResolveRequest;
  /** The selection as a list, or the explanation. */
  expected: string;
  /** The search may go back this often, plus one. */
  tries: number;
  /** Messages of the warnings. */
  warns?: string[];
}
