export * from './clique-placement';
export * from './compute-domain';
export * from './grove-nvlink-group';
export * from './nvlink-environment';
