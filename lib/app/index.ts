export * from './inference-app';
export * from './output-layout';
