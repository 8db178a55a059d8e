export * from './ChangeDialog';
export * from './PlanDiff';
export * from './PlanProblems';
export * from './planWords';
export * from './secretName';
export * from './useDebounced';
export * from './usePlan';
export * from './VersionPicker';
