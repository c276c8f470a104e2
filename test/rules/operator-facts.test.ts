import { admit } from '../../lib/admission/admit';
import { Rule } from '../../lib/admission/rule';
import type { RuleContext } from '../../lib/admission/rule-context';
import { CHART_DEFAULTS } from '../../lib/facts/chart-defaults';
import type { OperatorFacts } from '../../lib/facts/cluster-facts';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { operatorFactsOf } from '../../lib/rules/operator-facts';

const install = (chart: string, valuesObject: object, more: object = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: chart }, spec: { source: { chart, targetRevision: '1.4.0', helm: { valuesObject, ...more } } },
});

function known(manifests: object[], operators: OperatorFacts = {}): OperatorFacts {
  let facts: OperatorFacts = {};
  class Asking extends Rule {
    public check(context: RuleContext): void {
      facts = operatorFactsOf(context);
    }
  }
  const rule = new Asking({ id: 'X-01', title: 'Asks', layer: 'x', evidence: 'none' });
  admit(ManifestSet.of(manifests), { rules: [rule], facts: { cluster: { operators, pools: [] } } });
  return facts;
}

const { groveSchedulers, groveDefaultScheduler, topologyAwareScheduling, autoMnnvl } = CHART_DEFAULTS;
const GROVE = { groveSchedulers, groveDefaultScheduler, topologyAwareScheduling, autoMnnvl };

test('Without installs and without a cluster nothing is known', () => {
  expect(known([])).toEqual({});
  expect(known([install('dynamo-platform', {})])).toEqual({});
});

test("An install says what its values say, and the chart's defaults where they say nothing", () => {
  expect(known([install('grove-charts', {})])).toEqual(GROVE);
  const config = { scheduler: { profiles: [{ name: 'volcano' }], defaultProfileName: 'volcano' }, topologyAwareScheduling: { enabled: true }, network: { autoMNNVLEnabled: true } };
  expect(known([install('grove-charts', { config })])).toEqual({
    groveSchedulers: ['volcano'], groveDefaultScheduler: 'volcano', topologyAwareScheduling: true, autoMnnvl: true,
  });
  expect(known([install('kai-scheduler', { global: { gpuSharing: true } })])).toEqual({ kaiGpuSharing: true });
});

test('dynamo-platform may bring Grove along', () => {
  const platform = (isOn: boolean) => install('dynamo-platform', { global: { grove: { install: isOn } }, grove: { config: { network: { autoMNNVLEnabled: true } } } });
  expect(known([platform(true)])).toEqual({ ...GROVE, autoMnnvl: true });
  expect(known([platform(false)])).toEqual({});
});

test('What the cluster declares counts more; values from elsewhere are not guessed', () => {
  expect(known([install('grove-charts', {})], { autoMnnvl: true })).toEqual({ ...GROVE, autoMnnvl: true });
  expect(known([install('grove-charts', {}, { valueFiles: ['values.yaml'] })])).toEqual({});
});
