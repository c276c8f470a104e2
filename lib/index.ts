export * from './app';
export * from './cluster';
export * as crds from './crds';
export * as deployment from './deployment';
export * as infrastructure from './infrastructure';
export * as memory from './memory';
export * as serving from './serving';
export * as workload from './workload';
