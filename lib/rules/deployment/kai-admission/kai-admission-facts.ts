/** What KAI's webhooks look up. What is not given is not known, which is not the same as absent. */
export interface KaiAdmissionFacts {
  /** `global.gpuSharing` of the KAI chart. */
  readonly gpuSharing?: boolean;
}

/** As `enforcedBy` of a rule. */
export const KAI_WEBHOOK = 'webhook: KAI Scheduler';
