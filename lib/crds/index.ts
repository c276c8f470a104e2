// Filled by `npx projen import`.
export {};
