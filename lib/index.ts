export * as crds from './crds';
