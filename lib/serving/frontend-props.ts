import type { DynamoComponentOptions } from './dynamo-component';

/** Options of a frontend. */
export interface FrontendProps extends DynamoComponentOptions {}
