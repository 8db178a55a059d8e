export * from './RolloutProgress';
export * from './rolloutStages';
export * from './useRollout';
