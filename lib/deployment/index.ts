export * from './fair-share-usage';
export * from './gpu-share';
export * from './priority-class';
export * from './queue';
export * from './scheduling-shard';
export * from './topology';
export * from './topology-level';
export * from './topology-placement';
