import { Component, mainOf } from './component';
import { OperatorFailure } from './operator-failure';
import type { ResourceDraft } from './pod-draft';
import { isJsonObject } from '../../core/merge';
import { stableJson } from '../../core/stable-json';
import { MAIN_CONTAINER } from '../../facts/dynamo-components';
import { RESOURCE_NAMES } from '../../facts/label-keys';
import { PORTS } from '../../facts/ports';
import { text, valueAt } from '../../manifests/manifest-object';
import { canonicalQuantity } from '../quantities';

/** Variable that older deployments configure components with. Source: dynamo.md R90. */
const VARIABLE = 'DYN_DEPLOYMENT_CONFIG';

/**
 * A component deployment's component with what the variable says: resources of its own, and the frontend's port.
 *
 * @throws OperatorFailure where the variable holds no JSON object: then the operator does nothing for the graph
 */
export function withDeploymentConfig(component: Component): Component {
  const main = mainOf(component);
  const value = main?.env?.find(({ name }) => name === VARIABLE)?.value;
  if (!main || value === undefined) return component;
  let config: unknown;
  try {
    config = JSON.parse(value);
  } catch {
    throw new OperatorFailure(`${VARIABLE} of ${component.name} is no JSON`);
  }
  if (!isJsonObject(config)) throw new OperatorFailure(`${VARIABLE} of ${component.name} is no JSON object`);
  const isFrontend = component.type === 'frontend';
  const key = Object.hasOwn(config, component.name) ? component.name
    : isFrontend ? Object.keys(config).find((name) => name.toLowerCase() === 'frontend') : undefined;
  if (key === undefined) return component;
  const service = isJsonObject(config[key]) ? config[key] : {};
  // The operator writes its own port back, and so sorts the keys.
  const written = isFrontend ? stableJson({ ...config, [key]: { ...service, port: PORTS.frontendHttp.port } }) : value;
  const changed = {
    ...main,
    env: main.env?.map((variable) => (variable.name === VARIABLE ? { ...variable, value: written } : variable)),
    resources: withResources(main.resources, valueAt(service, ['ServiceArgs', 'resources'])),
  };
  const { spec } = component.template;
  const containers = spec.containers.map((container) => (container.name === MAIN_CONTAINER ? changed : container));
  return { ...component, template: { ...component.template, spec: { ...spec, containers } } };
}

function withResources(resources: ResourceDraft, wanted: unknown): ResourceDraft {
  if (!isJsonObject(wanted)) return resources;
  const named: [string, unknown][] = [['cpu', wanted.cpu], ['memory', wanted.memory], [RESOURCE_NAMES.gpu, wanted.gpu]];
  const custom = isJsonObject(wanted.custom) ? Object.entries(wanted.custom) : [];
  const given = [...named, ...custom].filter(([, value]) => text(value) !== undefined);
  const quantities = Object.fromEntries(given.map(([name, value]) => [name, String(canonicalQuantity(value))]));
  return { ...resources, requests: { ...resources.requests, ...quantities }, limits: { ...resources.limits, ...quantities } };
}

