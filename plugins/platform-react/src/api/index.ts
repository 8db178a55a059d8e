export * from './JsonClient';
export * from './LifecycleApi';
export * from './LifecycleClient';
export * from './ProblemError';
export * from './RemotesStatusApi';
