export * from './cluster';
export * from './fabric';
export * from './node-pool';
export * from '../facts/gpu-allocation';
export * from '../facts/gpu-system';
export * from '../facts/kubernetes-version';
export * from '../facts/release';
export * from '../facts/release-pin';
