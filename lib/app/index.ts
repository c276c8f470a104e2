export * from './inference-app';
