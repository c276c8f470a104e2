import { groveInstall, kaiInstall } from './stack-installs';
import type { RuleContext } from '../admission/rule-context';
import { CHART_DEFAULTS } from '../facts/chart-defaults';
import type { OperatorFacts } from '../facts/cluster-facts';
import type { Place } from './deployment/place';

/** How the operators are configured: as the cluster declares, else as charts of the set say, their defaults included. */
export function operatorFactsOf({ manifests, cluster }: RuleContext): OperatorFacts {
  const grove = groveInstall(manifests);
  const kai = kaiInstall(manifests);
  return {
    ...grove && !grove.partial && groveFactsOf(grove.values.at('config')),
    ...kai && !kai.partial && { kaiGpuSharing: flag(kai.values.at('global', 'gpuSharing'), CHART_DEFAULTS.kaiGpuSharing) },
    ...cluster?.operators,
  };
}

/** Source: scheduling.md 3.9. */
function groveFactsOf(config: Place): OperatorFacts {
  const profiles = config.at('scheduler', 'profiles').items.map((profile) => profile.at('name').text);
  return {
    groveSchedulers: profiles.length > 0 ? profiles : CHART_DEFAULTS.groveSchedulers,
    groveDefaultScheduler: config.at('scheduler', 'defaultProfileName').text || CHART_DEFAULTS.groveDefaultScheduler,
    topologyAwareScheduling: flag(config.at('topologyAwareScheduling', 'enabled'), CHART_DEFAULTS.topologyAwareScheduling),
    autoMnnvl: flag(config.at('network', 'autoMNNVLEnabled'), CHART_DEFAULTS.autoMnnvl),
  };
}

function flag(place: Place, byDefault: boolean | undefined): boolean | undefined {
  return place.present ? place.isTrue : byDefault;
}
