"""The library from Python: every generated module loads, and an app writes the manifests that its chart holds."""

import importlib
import pkgutil
import sys

import cdk8s
import cdk8s_inference
from cdk8s_inference import Cluster, InferenceApp, KubernetesVersion, NodePool, Release, deployment, serving, workload
from cdk8s_inference.crds import dra_driver, kubernetes

out = sys.argv[1]

modules = sorted(module.name for module in pkgutil.walk_packages(cdk8s_inference.__path__, "cdk8s_inference."))
for name in modules:
    importlib.import_module(name)
print("\n".join(name for name in modules if not name.endswith("._jsii")))

app = InferenceApp(outdir=out)
chart = cdk8s.Chart(app, "inference")
kubernetes.KubeNamespace(chart, "namespace", metadata=cdk8s.ApiObjectMetadata(name="inference"))
dra_driver.ComputeDomain(
    chart,
    "nvlink",
    metadata=cdk8s.ApiObjectMetadata(name="nvlink", namespace="inference"),
    spec=dra_driver.ComputeDomainSpec(
        num_nodes=0,
        channel=dra_driver.ComputeDomainSpecChannel(
            resource_claim_template=dra_driver.ComputeDomainSpecChannelResourceClaimTemplate(name="nvlink-channel"),
        ),
    ),
)

cluster = Cluster(
    app,
    "gb200",
    release=Release.DYNAMO_1_4,
    kubernetes=KubernetesVersion.V1_34,
    pools=[NodePool.gb200_nvl72("rack", racks=1), NodePool.cpu("general", nodes=2)],
)


def serve(name: str, tensor: int) -> None:
    chart = cdk8s.Chart(cluster, name, namespace="inference")
    graph = serving.DynamoGraph(chart, "chat", engine=workload.Engine.vllm(), model=workload.Model.hugging_face("org/model"))
    graph.add_frontend()
    graph.add_prefill("prefill", parallelism=workload.Parallelism.of(tensor=4))
    graph.add_decode("decode", parallelism=workload.Parallelism.of(tensor=tensor))
    deployment.Queue(chart, "team", guarantee=deployment.QueueGuarantee(gpus=12)).grant(graph)


serve("chat", tensor=8)
app.synth()

serve("wrong", tensor=5)
try:
    app.synth()
except Exception as error:
    print(next(line.strip() for line in str(error).splitlines() if "DGD-22" in line))
