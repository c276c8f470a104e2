export * from './dynamo-component';
export * from './dynamo-graph';
export * from './frontend-props';
export * from './worker-props';
