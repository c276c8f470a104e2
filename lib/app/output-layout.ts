import { YamlOutputType } from 'cdk8s';

/**
 * How an InferenceApp divides its objects into files.
 *
 * In every layout each cluster has a folder of its own, and what belongs to no cluster lies beside these folders.
 */
export class OutputLayout {
  /** A file for each chart: `<cluster>/<chart>.k8s.yaml`. Charts without objects have none. */
  public static perChart(): OutputLayout {
    return new OutputLayout('chart');
  }

  /**
   * A file for each object, with everything in its name that tells objects apart: `<cluster>/<namespace>_<kind>.<group>_<name>.k8s.yaml`
   * (`inference_deployment.apps_chat.k8s.yaml`); an object without namespace is `<kind>.<group>_<name>`, one of the core group just `<kind>`.
   *
   * Only the same object rendered twice shares a file; nothing is overwritten.
   */
  public static perResource(): OutputLayout {
    return new OutputLayout('resource');
  }

  /** A folder for each chart, and in it a file for each object as in `perResource()`: `<cluster>/<chart>/<namespace>_<kind>.<group>_<name>.k8s.yaml`. */
  public static perChartAndResource(): OutputLayout {
    return new OutputLayout('chart-resource');
  }

  /** One file for each cluster: `<cluster>/app.k8s.yaml`. */
  public static perCluster(): OutputLayout {
    return new OutputLayout('cluster');
  }

  /**
   * A folder for each wave, to be applied one after the other, and in it a file for each chart: `<cluster>/01/<chart>.k8s.yaml`.
   *
   * An object stands in the first wave after everything it depends on (`addDependency`, between objects, constructs and charts), after the
   * Namespace it is in and after the CustomResourceDefinition of its kind, where the same app makes them. Waves are counted over all clusters, so
   * that wave 2 of one cluster may depend on wave 1 of another.
   */
  public static waves(): OutputLayout {
    return new OutputLayout('waves');
  }

  /**
   * The layout that a `cdk8s.App` calls by this name.
   *
   * @internal
   */
  public static _of(type: YamlOutputType): OutputLayout {
    switch (type) {
      case YamlOutputType.FILE_PER_APP: return OutputLayout.perCluster();
      case YamlOutputType.FILE_PER_RESOURCE: return OutputLayout.perResource();
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE: return OutputLayout.perChartAndResource();
      default: return OutputLayout.perChart();
    }
  }

  /** @internal */
  public readonly _name: 'chart' | 'resource' | 'chart-resource' | 'cluster' | 'waves';

  private constructor(name: OutputLayout['_name']) {
    this._name = name;
  }
}
