import type { FrontendFeature } from '@backstage/frontend-plugin-api';
import { RiPuzzle2Line } from '@remixicon/react';

/** The menu leaves out pages without an icon: a plugin that brings none gets the common one. */
export function withDefaultIcon(feature: FrontendFeature): FrontendFeature {
  const { $$type, icon } = feature as { $$type: string; icon?: unknown };
  if ($$type !== '@backstage/FrontendPlugin' || icon) return feature;
  return { ...feature, icon: <RiPuzzle2Line /> } as FrontendFeature;
}
