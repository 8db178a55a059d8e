export * from './CopyableCode';
export * from './EmptyState';
export * from './ErrorPanel';
export * from './LogView';
export * from './PluginMonogram';
export * from './Readme';
export * from './RelativeTime';
export * from './StatusBadge';
