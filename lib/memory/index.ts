export * from './kv-transfer';
export * from './model-cache';
