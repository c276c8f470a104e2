export * from './compute-domain';
