import type { PodFragmentProps } from '../pod-fragment';

/** A fragment with what a Hugging Face cache is to programs that look for it. */
export function withHubCacheVariable(fragment: PodFragmentProps): PodFragmentProps {
  const { hubCache } = fragment;
  return hubCache === undefined ? fragment : { ...fragment, environment: { HF_HOME: hubCache, ...fragment.environment } };
}
